import type { Identity } from '../identity.ts';
import type { Cluster } from './cluster.ts';

interface Use {
  readonly identity: Identity;
  readonly atMs: number;
}

interface Kept {
  readonly cluster: Cluster;
  readonly last: { use: Use };
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
    const use = { identity, atMs: performance.now() };
    const found = this.#kept.get(key);
    if (found !== undefined) {
      found.last.use = use;
      return found.cluster;
    }
    const last = { use };
    const cluster = create(() => last.use.identity);
    this.#kept.set(key, { cluster, last });
    this.#timer ??= setInterval(() => this.#sweep(), this.#idleMs / 4).unref();
    return cluster;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const { cluster } of this.#kept.values()) cluster.close();
    this.#kept.clear();
  }

  #sweep(): void {
    const oldest = performance.now() - this.#idleMs;
    for (const [key, { cluster, last }] of this.#kept) {
      if (last.use.atMs > oldest || cluster.inUse || cluster.identity.type === 'gateway') continue;
      cluster.close();
      this.#kept.delete(key);
    }
  }
}
