import { setTimeout as sleep } from 'node:timers/promises';
import { formatTime } from '../objects/kube-object.ts';
import type { ContainerDefinition, ContainerState, ContainerStatus } from '../objects/pod.ts';
import type { Container, ContainerExit, ContainerSpec, Runtime } from '../runtime/runtime.ts';
import { type Backoff, backoffDelayMs } from './backoff.ts';
import { imageId } from './image-id.ts';

/** What a container's life depends on. */
export interface ContainerRunOptions {
  readonly definition: ContainerDefinition;
  readonly runtime: Runtime;
  /** What the runtime is asked for; made anew for each start. */
  readonly spec: () => ContainerSpec;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly backoff: Backoff;
  /** `pod_namespace(uid)`, as messages name the pod. */
  readonly podTitle: string;
  /** The status from before the cluster's start: the container goes on where it was. */
  readonly recorded?: ContainerStatus | undefined;
  readonly onChange: () => void;
  readonly onEvent: (event: ContainerEvent) => void;
}

export interface ContainerEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

const ranWellMs = 600_000;
const errorShownMs = 1000;

/**
 * One container of a pod, through all its instances.
 *
 * ```
 *  waiting ──► running ──► terminated ──(policy: over)──► stays
 *  Container-     ▲            │
 *  Creating       │            ▼
 *     │           └── waiting CrashLoopBackOff (10 s, doubling)
 *     └─(no image)─► waiting ErrImagePull ─► waiting ImagePullBackOff ─► tries again
 * ```
 */
export class ContainerRun {
  readonly #options: ContainerRunOptions;
  readonly #stop = new AbortController();
  readonly #settled = Promise.withResolvers<void>();
  #state: ContainerState = { waiting: { reason: 'ContainerCreating' } };
  #lastState: ContainerState = {};
  #restartCount = 0;
  #failures = 0;
  #current: Container | undefined;
  #previous: Container | undefined;
  #adopted: ContainerState | undefined;

  constructor(options: ContainerRunOptions) {
    this.#options = options;
    const { recorded } = options;
    if (recorded === undefined) return;
    this.#state = recorded.state;
    this.#lastState = recorded.lastState;
    this.#restartCount = recorded.restartCount;
    this.#failures = recorded.state.running === undefined ? recorded.restartCount : 0;
    this.#adopted = recorded.state;
  }

  get name(): string {
    return this.#options.definition.name;
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** The latest instance, running or ended. */
  get current(): Container | undefined {
    return this.#current;
  }

  /** The instance that the status calls the last one, where the runtime still has it. */
  get lastEnded(): Container | undefined {
    const id = this.#lastState.terminated?.containerID;
    return [this.#current, this.#previous].find(container => container !== undefined && container.id === id);
  }

  /** Resolves when the first start has come off or failed. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Runs the container until its policy says that it is over or it is stopped. Never rejects. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const outcome = await this.#runOnce();
      this.#settled.resolve();
      if (this.#stop.signal.aborted) return;
      if (outcome === 'no-image') await this.#awaitImage();
      else if (this.#isOver()) return;
      else await this.#awaitRestart();
    }
  }

  /** Ends the running instance and every wait. */
  async stop(graceMs: number): Promise<void> {
    this.#stop.abort();
    this.#settled.resolve();
    if (this.#state.running !== undefined) await this.#current?.stop(graceMs);
  }

  status(): ContainerStatus {
    const { name, image } = this.#options.definition;
    const running = this.#state.running !== undefined;
    const pulled = this.#current !== undefined || running;
    return {
      name,
      state: this.#state,
      lastState: this.#lastState,
      ready: running || this.#state.terminated?.exitCode === 0,
      restartCount: this.#restartCount,
      image,
      imageID: pulled ? imageId(image) : '',
      ...(this.#current === undefined ? {} : { containerID: this.#current.id }),
      started: running,
    };
  }

  async #runOnce(): Promise<'ended' | 'no-image'> {
    const { runtime, spec } = this.#options;
    let container: Container;
    try {
      container = await runtime.startContainer(spec());
    } catch (error) {
      return this.#failToStart(error instanceof Error ? error.message : String(error));
    }
    if (this.#stop.signal.aborted) await container.stop(0);
    this.#previous = this.#current;
    this.#current = container;
    if (this.#adopted === undefined) this.#tellStart();
    const startedAt = this.#adopted?.running?.startedAt ?? formatTime(container.startedAt);
    const finished = this.#adopted?.terminated !== undefined;
    if (!finished) this.#change({ running: { startedAt } });
    this.#settled.resolve();
    this.#end(container, await container.exited, startedAt);
    return 'ended';
  }

  #tellStart(): void {
    const { definition, onEvent } = this.#options;
    const { name, image } = definition;
    onEvent({
      type: 'Normal',
      reason: 'Pulled',
      message: `Container image "${image}" already present on machine`,
    });
    onEvent({ type: 'Normal', reason: 'Created', message: `Created container: ${name}` });
    onEvent({ type: 'Normal', reason: 'Started', message: `Started container ${name}` });
  }

  #end(container: Container, exit: ContainerExit, startedAt: string): void {
    if (exit.finishedAt.getTime() - container.startedAt.getTime() > ranWellMs) this.#failures = 0;
    const recorded = this.#adopted?.terminated;
    this.#adopted = undefined;
    this.#change({
      terminated: {
        exitCode: exit.exitCode,
        reason: exit.exitCode === 0 ? 'Completed' : 'Error',
        startedAt: recorded?.startedAt ?? startedAt,
        finishedAt: recorded?.finishedAt ?? formatTime(exit.finishedAt),
        containerID: container.id,
      },
    });
  }

  #failToStart(problem: string): 'ended' | 'no-image' {
    const { definition, onEvent } = this.#options;
    this.#adopted = undefined;
    if (problem.startsWith('failed to pull')) {
      const message = `Failed to pull image "${definition.image}": rpc error: code = NotFound desc = ${problem}`;
      onEvent({ type: 'Warning', reason: 'Failed', message });
      onEvent({ type: 'Warning', reason: 'Failed', message: 'Error: ErrImagePull' });
      this.#change({ waiting: { reason: 'ErrImagePull', message: message.replace(/^.*?: /, '') } });
      return 'no-image';
    }
    onEvent({ type: 'Warning', reason: 'Failed', message: `Error: ${problem}` });
    const now = formatTime(new Date());
    this.#change({
      terminated: { exitCode: 128, reason: 'StartError', message: problem, startedAt: now, finishedAt: now },
    });
    return 'ended';
  }

  #isOver(): boolean {
    const { restartPolicy } = this.#options;
    return (
      restartPolicy === 'Never' || (restartPolicy === 'OnFailure' && this.#state.terminated?.exitCode === 0)
    );
  }

  async #awaitRestart(): Promise<void> {
    const { backoff, definition, podTitle, onEvent } = this.#options;
    const delayMs = backoffDelayMs(backoff, this.#failures);
    this.#failures += 1;
    if (delayMs > 0) {
      const what = `restarting failed container=${definition.name} pod=${podTitle}`;
      await this.#pause(Math.min(errorShownMs, delayMs / 2));
      onEvent({ type: 'Warning', reason: 'BackOff', message: `Back-off ${what}` });
      this.#lastState = this.#state.terminated === undefined ? this.#lastState : this.#state;
      this.#change({
        waiting: { reason: 'CrashLoopBackOff', message: `back-off ${formatBackoff(delayMs)} ${what}` },
      });
      await this.#pause(delayMs);
    }
    this.#lastState = this.#state.terminated === undefined ? this.#lastState : this.#state;
    this.#restartCount += 1;
  }

  async #awaitImage(): Promise<void> {
    const { backoff, definition, onEvent } = this.#options;
    await this.#pause(Math.min(errorShownMs, backoff.firstMs / 2));
    this.#failures += 1;
    onEvent({ type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${definition.image}"` });
    onEvent({ type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' });
    const message = `Back-off pulling image "${definition.image}": ErrImagePull: ${this.#state.waiting?.message ?? ''}`;
    this.#change({ waiting: { reason: 'ImagePullBackOff', message } });
    await this.#pause(backoffDelayMs(backoff, this.#failures));
  }

  #change(state: ContainerState): void {
    this.#state = state;
    this.#options.onChange();
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
  }
}

function formatBackoff(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
