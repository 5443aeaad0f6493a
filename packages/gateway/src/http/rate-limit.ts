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

/** A token bucket for each key. What is full again is forgotten, so that it stays small. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #buckets = new Map<string, Bucket>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Takes a token of `key`'s; `false`: there is none, come back later. `nowMs`: a monotonic time. */
  take(key: string, nowMs = performance.now()): boolean {
    const tokens = this.#tokens(key, nowMs);
    if (tokens < 1) return false;
    if (this.#buckets.size >= maxKeys) this.#forgetFull(nowMs);
    this.#buckets.set(key, { tokens: tokens - 1, atMs: nowMs });
    return true;
  }

  #tokens(key: string, nowMs: number): number {
    const { burst, perMinute } = this.#options;
    const bucket = this.#buckets.get(key);
    return bucket === undefined
      ? burst
      : Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perMinute) / 60_000);
  }

  #forgetFull(nowMs: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#tokens(key, nowMs) >= this.#options.burst) this.#buckets.delete(key);
    }
  }
}
