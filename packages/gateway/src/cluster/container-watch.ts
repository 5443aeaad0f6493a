import type { PodEvent, PodSummary, Target } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { Backoff, type BackoffOptions } from './backoff.ts';
import type { Pod } from './kubernetes-types.ts';
import type { PodListener } from './pod-audience.ts';
import { findContainer } from './pod-container.ts';

export interface ContainerWatchOptions {
  readonly target: Target;
  /** The pod's; another pod of the same name is another pod. */
  readonly uid: string;
  readonly client: ApiClient;
  /** The live pods of a namespace, by one watch for all who look at them. */
  readonly watchPods: (namespace: string, listener: PodListener) => () => void;
  /** Whether the shell runs, as the container itself says; `true` where that can't be found out. Never rejects. */
  readonly isShellThere: () => Promise<boolean>;
  /** Called once at most: the container that the shell ran in has ended, or must have. */
  readonly onGone: () => void;
  readonly timing?: Partial<ContainerWatchTiming>;
}

export interface ContainerWatchTiming {
  /** What a deleted pod gets beyond its grace period before it counts as gone, although nobody says so. */
  readonly slackMs: number;
  readonly backoff: BackoffOptions;
}

const defaults: ContainerWatchTiming = { slackMs: 5_000, backoff: { baseMs: 500, maxMs: 15_000 } };

/** `undefined`: it can't be found out now. */
type Verdict =
  | { readonly type: 'there' | 'gone' }
  | { readonly type: 'deleted'; readonly graceMs: number }
  | undefined;

/**
 * Notices that a container is gone, as the connection to it may outlive it, silent, for ever.
 *
 *              something may have happened             it does not run, or runs without the shell
 *   watching ──────────────────────────────► asking ──────────────────────────────────────────────► gone, told once
 *      ▲   ▲                                 │    │ deleted, and its grace period has passed ──────────┘
 *      │   └──────────── all is well ────────┘    │
 *      └──────── can't be asked: once more after a growing wait
 *
 * The live list may lag behind what the session has seen, and a restart that it tells may be the one before the shell was
 * started: it raises suspicion, and the pod, then the container, decide. Without the right to watch there is no suspicion.
 */
export class ContainerWatch {
  readonly #options: ContainerWatchOptions;
  readonly #timing: ContainerWatchTiming;
  readonly #ending = new AbortController();
  readonly #leave: () => void;
  #restarts: number | undefined;
  #asking = false;
  #suspicious = false;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(options: ContainerWatchOptions) {
    this.#options = options;
    this.#timing = { ...defaults, ...options.timing };
    this.#leave = options.watchPods(options.target.namespace, event => this.#handleEvent(event));
  }

  close(): void {
    this.#leave();
    this.#ending.abort();
    clearTimeout(this.#graceTimer);
  }

  #handleEvent(event: PodEvent): void {
    const { uid } = this.#options;
    switch (event.type) {
      case 'snapshot':
        this.#check(event.pods.find(pod => pod.uid === uid));
        return;
      case 'changed':
        if (event.pod.uid === uid) this.#check(event.pod);
        return;
      case 'removed':
        if (event.uid === uid) this.#suspect();
        return;
      case 'error':
        return;
      default:
        event satisfies never;
    }
  }

  #check(pod: PodSummary | undefined): void {
    const container = pod?.containers.find(({ name }) => name === this.#options.target.container);
    const before = this.#restarts ?? container?.restarts;
    this.#restarts = container?.restarts ?? before;
    const isRunning = container?.state.type === 'running' && container.restarts === before;
    if (!isRunning || pod?.status === 'Terminating') this.#suspect();
  }

  #suspect(): void {
    this.#suspicious = true;
    // It rejects with its abort only.
    if (!this.#asking) this.#ask().catch(() => {});
  }

  async #ask(): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff(this.#timing.backoff);
    this.#asking = true;
    while (this.#suspicious) {
      this.#suspicious = false;
      const verdict = await this.#look(signal);
      signal.throwIfAborted();
      if (verdict === undefined) {
        this.#suspicious = true;
        await backoff.wait(signal);
      } else if (verdict.type === 'gone') this.#tell();
      else if (verdict.type === 'deleted') this.#startGrace(verdict.graceMs);
    }
    this.#asking = false;
  }

  async #look(signal: AbortSignal): Promise<Verdict> {
    const { client, target, uid, isShellThere } = this.#options;
    const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod);
    try {
      const pod = await client.get<Pod>(path, { signal });
      const { status } = findContainer(pod, target.container) ?? {};
      if (pod.metadata?.uid !== uid || status?.state?.running === undefined) return { type: 'gone' };
      const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
      if (deletionTimestamp) return { type: 'deleted', graceMs: deletionGracePeriodSeconds * 1000 };
      return { type: (await isShellThere()) ? 'there' : 'gone' };
    } catch (error) {
      const isGone = error instanceof RefusalError && error.refusal.code === 'pod-not-found';
      return isGone ? { type: 'gone' } : undefined;
    }
  }

  // Counted from when it was seen, by our own clock: the server's may differ.
  #startGrace(graceMs: number): void {
    this.#graceTimer ??= setTimeout(() => this.#tell(), graceMs + this.#timing.slackMs).unref();
  }

  #tell(): void {
    this.close();
    this.#options.onGone();
  }
}
