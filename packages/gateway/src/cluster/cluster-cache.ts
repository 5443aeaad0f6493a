import type { Identity } from '../identity.ts';
import type { Cluster } from './cluster.ts';

interface Kept {
  readonly cluster: Cluster;
  identity: Identity;
  usedAtMs: number;
}

interface Wanted {
  readonly key: string;
  readonly identity: Identity;
  /** `latest`: the identity that was asked with last. */
  readonly create: (latest: () => Identity) => Cluster;
}

const defaultIdleMs = 600_000;

/**
 * The clusters that are in use, by context and identity.
 *
 *   get ──► kept ── not asked for during `idleMs`, no watch, nobody holds it ──► closed
 *            ▲ │
 *            └─┘ get
 *
 * Those of the gateway itself stay: there are as many as contexts.
 */
export class ClusterCache implements Iterable<Cluster> {
  readonly #idleMs: number;
  readonly #kept = new Map<string, Kept>();
  #timer: NodeJS.Timeout | undefined;

  constructor(idleMs = defaultIdleMs) {
    this.#idleMs = idleMs;
  }

  *[Symbol.iterator](): Iterator<Cluster> {
    for (const { cluster } of this.#kept.values()) yield cluster;
  }

  /** The one of this key, created if need be. */
  get({ key, identity, create }: Wanted): Cluster {
    const usedAtMs = performance.now();
    const found = this.#kept.get(key);
    if (found !== undefined) {
      Object.assign(found, { identity, usedAtMs });
      return found.cluster;
    }
    const kept: Kept = { cluster: create(() => kept?.identity ?? identity), identity, usedAtMs };
    this.#kept.set(key, kept);
    this.#timer ??= setInterval(() => this.#sweep(), this.#idleMs / 4).unref();
    return kept.cluster;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const { cluster } of this.#kept.values()) cluster.close();
    this.#kept.clear();
  }

  #sweep(): void {
    const oldest = performance.now() - this.#idleMs;
    for (const [key, { cluster, usedAtMs }] of this.#kept) {
      if (usedAtMs > oldest || cluster.inUse || cluster.identity.type === 'gateway') continue;
      cluster.close();
      this.#kept.delete(key);
    }
  }
}
