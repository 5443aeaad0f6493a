export interface BackoffOptions {
  /** Upper bound of the second wait; it doubles from there. */
  readonly baseMs?: number;
  readonly maxMs?: number;
  /** A number in `[0, 1)`. */
  readonly random?: () => number;
}

const defaults = { baseMs: 500, maxMs: 10_000, random: Math.random };

/**
 * How long to wait before each try: not at all, then exponentially longer with full jitter,
 * so that the many clients of a gateway that restarts do not come back in step.
 */
export class Backoff {
  readonly #options: Required<BackoffOptions>;
  #tries = 0;

  constructor(options: BackoffOptions = {}) {
    this.#options = { ...defaults, ...options };
  }

  /** The wait before the next try in milliseconds. */
  nextMs(): number {
    const { baseMs, maxMs, random } = this.#options;
    const exponent = this.#tries - 1;
    this.#tries += 1;
    return exponent < 0 ? 0 : Math.round(random() * Math.min(maxMs, baseMs * 2 ** exponent));
  }

  /** How often `nextMs` was asked since the last `reset`. */
  get tries(): number {
    return this.#tries;
  }

  reset(): void {
    this.#tries = 0;
  }
}
