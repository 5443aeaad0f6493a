import type { ApiClient } from './api-client.ts';
import type { Caretaker } from './caretaker.ts';
import type { Cluster } from './cluster.ts';
import type { PodListener } from './pod-audience.ts';
import type { ReapOptions, ReapResult, Remains } from './reaper.ts';

interface Watcher {
  readonly namespace: string;
  readonly listener: PodListener;
  leave: () => void;
}

/**
 * As whom one session acts: the login that opened it, and later the newest that came back to it.
 *
 *   look, watch, reap ──► as the user ── denied, and only to reap ──► as the gateway
 *
 * The gateway's own rights are asked for one thing alone, to run the reaper's fixed script: who has lost their rights, or
 * their login, has lost the way to end what they started, too.
 */
export class Acting implements Caretaker {
  readonly #gateway: () => Cluster;
  readonly #releaseFirst: () => void;
  readonly #watchers = new Set<Watcher>();
  #cluster: Cluster;
  #release: () => void;

  /** `gateway`: the same context as the gateway itself; may throw. */
  constructor(cluster: Cluster, gateway: () => Cluster) {
    this.#gateway = gateway;
    this.#cluster = cluster;
    // The shell's connection is the first one's to the end.
    this.#releaseFirst = cluster.hold();
    this.#release = cluster.hold();
  }

  get cluster(): Cluster {
    return this.#cluster;
  }

  get client(): ApiClient {
    return this.#cluster.client;
  }

  /** Somebody else acts from now on: the same user by a newer login. */
  use(cluster: Cluster): void {
    if (cluster === this.#cluster) return;
    this.#release();
    this.#cluster = cluster;
    this.#release = cluster.hold();
    for (const watcher of this.#watchers) {
      watcher.leave();
      watcher.leave = cluster.watchPods(watcher.namespace, watcher.listener);
    }
  }

  watchPods(namespace: string, listener: PodListener): () => void {
    const watcher = { namespace, listener, leave: this.#cluster.watchPods(namespace, listener) };
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
      watcher.leave();
    };
  }

  async look(remains: Remains, signal: AbortSignal): Promise<ReapResult> {
    return await this.#cluster.look(remains, signal);
  }

  async reap(remains: Remains, options: ReapOptions): Promise<ReapResult> {
    const result = await this.#cluster.reap(remains, options);
    if (result.type !== 'failed' || !result.denied || this.#cluster.identity.type === 'gateway')
      return result;
    return await this.#reapAsGateway(remains, options);
  }

  /** The session holds nothing any more. */
  close(): void {
    this.#release();
    this.#releaseFirst();
  }

  async #reapAsGateway(remains: Remains, options: ReapOptions): Promise<ReapResult> {
    try {
      return { ...(await this.#gateway().reap(remains, options)), asGateway: true };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { type: 'failed', message, denied: true, asGateway: true };
    }
  }
}
