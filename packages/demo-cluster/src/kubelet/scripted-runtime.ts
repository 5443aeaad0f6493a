import { randomBytes } from 'node:crypto';
import { setImmediate as tick } from 'node:timers/promises';
import {
  type Container,
  type ContainerExit,
  type ContainerProcess,
  type ContainerSpec,
  type LogLine,
  type Runtime,
  RuntimeError,
} from '../runtime/runtime.ts';

/**
 * A runtime without processes, for tests. The image says what happens: `exit:CODE` ends at once, `missing` can't be pulled,
 * anything else runs until it is stopped.
 */
export class ScriptedRuntime implements Runtime {
  readonly isolation = 'scripted';
  readonly started: ContainerSpec[] = [];
  readonly running = new Set<ScriptedContainer>();
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  async startContainer(spec: ContainerSpec): Promise<Container> {
    await tick();
    if (spec.image === 'missing')
      throw new RuntimeError(`failed to pull and unpack image "missing": not found`);
    this.started.push(spec);
    const container = new ScriptedContainer();
    this.running.add(container);
    void container.exited.then(() => this.running.delete(container));
    container.print(`${spec.container} starts`);
    const [, code] = /^exit:(\d+)$/.exec(spec.image) ?? [];
    if (code !== undefined) setImmediate(() => container.exit(Number(code)));
    return container;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const container of this.running) container.exit(137);
  }
}

/** A container whose program is the test. */
export class ScriptedContainer implements Container {
  readonly id = `containerd://${randomBytes(32).toString('hex')}`;
  readonly tty = false;
  readonly startedAt = new Date();
  readonly #exit = Promise.withResolvers<ContainerExit>();
  readonly exited = this.#exit.promise;
  readonly #lines: LogLine[] = [];
  readonly #listeners = new Set<(line: LogLine) => void>();
  readonly log = {
    lines: () => this.#lines,
    follow: (listener: (line: LogLine) => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  print(text: string): void {
    const line = { time: new Date(), stream: 'stdout', text } as const;
    this.#lines.push(line);
    for (const listener of this.#listeners) listener(line);
  }

  exit(exitCode: number): void {
    this.#exit.resolve({ exitCode, finishedAt: new Date() });
  }

  async stop(): Promise<void> {
    this.exit(143);
  }

  async exec(): Promise<ContainerProcess> {
    throw new RuntimeError('scripted containers run no commands');
  }

  attach(): ContainerProcess {
    throw new RuntimeError('scripted containers have no streams');
  }

  async processes(): Promise<readonly []> {
    return [];
  }
}
