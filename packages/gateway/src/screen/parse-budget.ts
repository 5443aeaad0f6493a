/** How many bytes a second may be parsed ahead of time, and how many at once after a pause. */
export interface ParseRate {
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

/** A bucket of bytes that fills with time. */
export class ParseBudget {
  readonly #rate: ParseRate;
  #bytes: number;
  #filledAt: number;

  /** `now`: in ms, as in all calls. */
  constructor(rate: ParseRate, now: number) {
    this.#rate = rate;
    this.#bytes = rate.burstBytes;
    this.#filledAt = now;
  }

  /** Whether this many bytes are there now. */
  has(bytes: number, now: number): boolean {
    const { bytesPerSecond, burstBytes } = this.#rate;
    this.#bytes = Math.min(burstBytes, this.#bytes + ((now - this.#filledAt) / 1000) * bytesPerSecond);
    this.#filledAt = now;
    return this.#bytes >= bytes;
  }

  /** Uses them up. */
  spend(bytes: number): void {
    this.#bytes -= bytes;
  }
}
