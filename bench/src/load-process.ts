import { type Child, spawnModule } from './child.ts';
import type { JobName, JobParameters, JobResult, LoadMessage, LoadRequest } from './load/jobs.ts';
import { root } from './paths.ts';

/** What happens at the points that a job reaches. */
export type Points = Readonly<Record<string, () => void | Promise<void>>>;

export interface RunOptions {
  readonly points?: Points;
  readonly deadlineMs?: number;
}

const defaultDeadlineMs = 300_000;

/** A load in a process of its own. */
export class LoadProcess {
  readonly #child: Child;

  constructor(signal: AbortSignal) {
    this.#child = spawnModule(`${root}bench/src/load/main.ts`, [], { signal, ipc: true });
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Runs a job; one at a time. Rejects with what it failed with, and after `deadlineMs`. */
  async run<Name extends JobName>(
    job: Name,
    parameters: JobParameters<Name>,
    { points = {}, deadlineMs = defaultDeadlineMs }: RunOptions = {},
  ): Promise<JobResult<Name>> {
    const { process } = this.#child;
    const { promise, resolve, reject } = Promise.withResolvers<JobResult<Name>>();
    const handleMessage = (message: LoadMessage) => {
      if (message.type === 'result') resolve(message.result as JobResult<Name>);
      else if (message.type === 'failed') reject(new Error(`${job}: ${message.message}`));
      else void this.#note(points[message.point]).catch(reject);
    };
    const handleExit = () => reject(new Error(`the load has ended during ${job}: ${this.#child.output}`));
    const timer = setTimeout(
      () => reject(new Error(`${job} takes longer than ${deadlineMs} ms: ${this.#child.output}`)),
      deadlineMs,
    );
    process.on('message', handleMessage).on('exit', handleExit);
    this.#send({ type: 'run', job, parameters });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      process.off('message', handleMessage).off('exit', handleExit);
    }
  }

  async close(): Promise<void> {
    await this.#child.close();
  }

  async #note(action: Points[string] | undefined): Promise<void> {
    await action?.();
    this.#send({ type: 'noted' });
  }

  #send(request: LoadRequest): void {
    this.#child.process.send(request);
  }
}
