export interface RateLimitOptions {
  /** How many at once. */
  readonly burst: number;
  /** How fast they come back. */
  readonly perMinute: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

const maxKeys = 10_000;

/** A token bucket for each key, of at most 10,000 keys: what is full again is forgotten, and then whoever came longest ago. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  // In the order of their last use.
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes a token of `key`'s; `false`: there is none, come back later. `nowMs`: a monotonic time. */
  take(key: string, nowMs = performance.now()): boolean {
    const tokens = this.#tokens(key, nowMs);
    if (tokens < 1) return false;
    this.#buckets.delete(key);
    if (this.#buckets.size >= maxKeys) this.#makeRoom(nowMs);
    this.#buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
    return true;
  }

  /** Gives a token back that was taken for nothing. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) bucket.tokens = Math.min(this.#options.burst, bucket.tokens + 1);
  }

  /** How long until `take` would give one, in ms; 0: now. `Infinity`: never. */
  waitMs(key: string, nowMs = performance.now()): number {
    const missing = 1 - this.#tokens(key, nowMs);
    return missing <= 0 ? 0 : (missing * 60_000) / this.#options.perMinute;
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.#buckets.size;
  }

  #tokens(key: string, nowMs: number): number {
    const { burst, perMinute } = this.#options;
    const bucket = this.#buckets.get(key);
    return bucket === undefined
      ? burst
      : Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perMinute) / 60_000);
  }

  #makeRoom(nowMs: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#tokens(key, nowMs) >= this.#options.burst) this.#buckets.delete(key);
    }
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size < maxKeys) break;
      this.#buckets.delete(key);
    }
  }
}
