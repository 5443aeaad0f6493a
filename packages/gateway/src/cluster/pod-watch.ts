import { toRefusal } from '../errors.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { Backoff, type BackoffOptions } from './backoff.ts';
import type { Pod } from './kubernetes-types.ts';
import { PodAudience, type PodListener } from './pod-audience.ts';
import { summarizePod } from './pod-summary.ts';
import { listPods, podsPath } from './pods.ts';
import { type Change, openWatch } from './watch.ts';

export interface PodWatchOptions {
  readonly client: ApiClient;
  readonly server: URL;
  /** Nobody has subscribed for `lingerMs`, and nothing is left of it; a later subscriber starts it anew. */
  readonly onIdle?: () => void;
  readonly timing?: Partial<PodWatchTiming>;
}

export interface PodWatchTiming {
  /** How long the watch goes on without a subscriber. */
  readonly lingerMs: number;
  /** Changes of one pod within this time are told as one. */
  readonly coalesceMs: number;
  readonly inactivityMs: number;
  /** Within this time Kubernetes is asked whether it may go on; 0: whenever a watch begins. */
  readonly recheckMs: number;
  readonly backoff: BackoffOptions;
}

const defaults: PodWatchTiming = {
  lingerMs: 10_000,
  coalesceMs: 50,
  inactivityMs: 150_000,
  recheckMs: 60_000,
  backoff: { baseMs: 500, maxMs: 30_000 },
};

/**
 * The live pods of one namespace (`''`: of all), by one upstream watch for all who subscribe.
 *
 *   first subscriber            410 Gone: the past is forgotten
 *   idle ─────────► list ─────► watch ───────────────────► list
 *     ▲              │ fails     │ ends: go on from the last version
 *     │              ▼           ▼             may not go on: the same
 *     │            error ◄──── can't go on       each try after a random, growing wait
 *     └─ the last subscriber has left, and `lingerMs` have passed
 */
export class PodWatch {
  readonly #namespace: string;
  readonly #options: PodWatchOptions;
  readonly #timing: PodWatchTiming;
  readonly #audience: PodAudience;
  #running: AbortController | undefined;
  #version = '';
  #linger: NodeJS.Timeout | undefined;

  constructor(namespace: string, options: PodWatchOptions) {
    this.#namespace = namespace;
    this.#options = options;
    this.#timing = { ...defaults, ...options.timing };
    this.#audience = new PodAudience(this.#timing.coalesceMs);
  }

  /** Calls `listener` with a snapshot first, later with what changes, until the returned function is called. */
  subscribe(listener: PodListener): () => void {
    clearTimeout(this.#linger);
    const leave = this.#audience.join(listener);
    this.#running ??= this.#start();
    return () => {
      if (leave() && this.#audience.size === 0) this.#startLinger();
    };
  }

  close(): void {
    clearTimeout(this.#linger);
    this.#running?.abort();
    this.#running = undefined;
    this.#version = '';
    this.#audience.clear();
  }

  #start(): AbortController {
    const controller = new AbortController();
    // It rejects with its abort only.
    this.#run(controller.signal).catch(() => {});
    return controller;
  }

  #startLinger(): void {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.close();
      this.#options.onIdle?.();
    }, this.#timing.lingerMs).unref();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(this.#timing.backoff);
    while (!signal.aborted) {
      try {
        if (this.#version === '') await this.#list(signal);
        await this.#follow(signal, backoff);
      } catch (error) {
        signal.throwIfAborted();
        this.#handleFailure(error);
      }
      await backoff.wait(signal);
    }
  }

  #handleFailure(error: unknown): void {
    const status = error instanceof ApiError ? error.httpStatus : undefined;
    if (status === 403 && this.#version === '') this.#audience.forget();
    // Who may not watch may perhaps not list either, which is tried next.
    if (status === 410 || status === 403) this.#version = '';
    if (status !== 410) this.#audience.fail(toRefusal(error));
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { pods, resourceVersion } = await listPods(this.#options.client, this.#namespace, signal);
    signal.throwIfAborted();
    this.#audience.replace(pods);
    this.#version = resourceVersion;
  }

  /** Follows one watch to its end. */
  async #follow(signal: AbortSignal, backoff: Backoff): Promise<void> {
    const { client, server } = this.#options;
    const options = {
      resourceVersion: this.#version,
      signal,
      inactivityMs: this.#timing.inactivityMs,
      recheckMs: this.#timing.recheckMs,
      server,
    };
    const changes = await openWatch<Pod>(client, podsPath(this.#namespace), options);
    backoff.reset();
    this.#audience.recover();
    for await (const change of changes) {
      signal.throwIfAborted();
      this.#version = change.object.metadata?.resourceVersion ?? this.#version;
      this.#apply(change);
    }
  }

  #apply({ type, object }: Change<Pod>): void {
    if (type === 'BOOKMARK') return;
    const pod = summarizePod(object);
    if (type === 'DELETED') this.#audience.remove(pod);
    else this.#audience.change(pod);
  }
}
