import { setTimeout as sleep } from 'node:timers/promises';
import { spread } from '../spread.ts';

export interface BackoffOptions {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Waits between tries, longer and longer, each wait a random part of its limit ("full jitter"), so that many do not come at once. */
export class Backoff {
  readonly #options: BackoffOptions;
  #tries = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** It worked: start anew. */
  reset(): void {
    this.#tries = 0;
  }

  /** Rejects with an `AbortError` when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    const limit = Math.min(this.#options.maxMs, this.#options.baseMs * 2 ** this.#tries);
    this.#tries += 1;
    await sleep(spread(0, limit), undefined, { signal, ref: false });
  }
}
