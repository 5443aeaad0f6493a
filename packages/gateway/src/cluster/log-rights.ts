import type { Refusal } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import { type AccessAnswer, type AccessQuestion, checkAccess } from './access-review.ts';
import type { ApiClient } from './api-client.ts';
import type { Pod } from './kubernetes-types.ts';
import { type PodFacts, readFacts } from './preflight.ts';

/** Somebody else who has a say in which logs are read, and wants to know. */
export interface LogGuard {
  /** Why a container's log may not be read: asked before it is read, and again and again while it is. Must not throw. */
  judge(container: string, facts: PodFacts): Refusal | undefined;
  /** It is read from now on. */
  handleOpened(container: string, facts: PodFacts): void;
  handleRefused(container: string, refusal: Refusal): void;
  /** How often it is asked again, as is Kubernetes, in ms; 0: never. */
  readonly checkMs: number;
}

export interface LogRightsOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly guard: LogGuard;
  readonly readPod: () => Promise<Pod>;
  /** Somebody who reads a container's log may not any more. */
  readonly onLost: (container: string, refusal: Refusal) => void;
  readonly signal: AbortSignal;
}

/**
 * Whether a pod's logs may be read: Kubernetes says so for its user, and somebody else for each container. Kubernetes looks only
 * when a log is opened, so it is asked again while one is read. What is unclear keeps nobody from a log that is open.
 */
export class LogRights {
  readonly #client: ApiClient;
  readonly #options: LogRightsOptions;
  readonly #reading = new Map<string, PodFacts>();
  readonly #timer: NodeJS.Timeout | undefined;
  #entry: Promise<readonly [Pod, AccessAnswer]> | undefined;

  constructor(client: ApiClient, options: LogRightsOptions) {
    this.#client = client;
    this.#options = options;
    // Early enough for an answer within checkMs.
    const { checkMs } = options.guard;
    if (checkMs > 0) this.#timer = setInterval(() => void this.#check(), 0.8 * checkMs).unref();
  }

  /** Resolves when a container's log may be opened; rejects with a `RefusalError`. */
  async admit(container: string): Promise<void> {
    const { guard, readPod } = this.#options;
    try {
      this.#entry ??= Promise.all([readPod(), this.#ask()]);
      const [pod, answer] = await this.#entry;
      const facts = readFacts(pod, container);
      const refusal = answer.type === 'denied' ? answer.refusal : guard.judge(container, facts);
      if (refusal !== undefined) throw new RefusalError(refusal);
      guard.handleOpened(container, facts);
      this.#reading.set(container, facts);
    } catch (error) {
      if (error instanceof RefusalError) guard.handleRefused(container, error.refusal);
      throw error;
    }
  }

  /** It is not read any more. */
  leave(container: string): void {
    this.#reading.delete(container);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #ask(): Promise<AccessAnswer> {
    const { namespace, pod, signal } = this.#options;
    const question: AccessQuestion = { namespace, name: pod, resource: 'pods/log', verbs: ['get'] };
    return checkAccess(this.#client, question, signal);
  }

  /** It rejects only when the log is over. */
  async #check(): Promise<void> {
    const answer = await this.#ask().catch(() => undefined);
    if (answer === undefined) return;
    const { guard, onLost } = this.#options;
    for (const [container, facts] of this.#reading) {
      const refusal = answer.type === 'denied' ? answer.refusal : guard.judge(container, facts);
      if (refusal === undefined) continue;
      this.#reading.delete(container);
      guard.handleRefused(container, refusal);
      onLost(container, refusal);
    }
  }
}
