/** A stream is fast when it has brought this much more than this rate allows. */
const fastBytes = 64 * 1024;
const fastBytesPerMs = 1024;
/** What comes in one rest must fit the receive window, which grows that far where it is needed: the sender must not stop. */
const maxBatchBytes = 128 * 1024;
/** Half of what a screen shows a picture for. */
const maxRestMs = 8;
/** So long a stream that is too fast for any rest is left alone. */
const noRestMs = 50;

export interface ReadPacingOptions {
  /** Stops reading the network, until `wake`. */
  readonly rest: () => void;
  readonly wake: () => void;
}

/**
 * Has a fast stream read in batches.
 *
 * A container prints in frames of a few KB. To wake up for each, read it and pass it on costs several times what its bytes
 * cost. So while much comes, reading rests for 1 to 8 ms at the end of a turn, and what came meanwhile is read at once.
 *
 *            much has come, a little at a time          1 to 8 ms
 *   reading ───────────────────────────────────► resting ─────────► reading: what comes first is the batch
 *
 *   a batch beyond the limit ──► shorter rests; none for a while where 1 ms is too long
 *   a batch far below it     ──► longer rests
 *
 * Latency comes first: what little flows is never rested upon, so an echo comes at once; in the middle of a flood it
 * comes at most one rest later.
 */
export class ReadPacing {
  readonly #options: ReadPacingOptions;
  #level = 0;
  #levelAtMs = 0;
  #turnBytes = 0;
  #turnEnd: NodeJS.Immediate | undefined;
  #restMs = 1;
  #hasRested = false;
  #noRestUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ReadPacingOptions) {
    this.#options = options;
  }

  get resting(): boolean {
    return this.#timer !== undefined;
  }

  /** So many bytes have come. */
  handleBytes(bytes: number): void {
    const nowMs = performance.now();
    const drained = (nowMs - this.#levelAtMs) * fastBytesPerMs;
    this.#level = Math.min(Math.max(this.#level - drained, 0) + bytes, 2 * fastBytes);
    this.#levelAtMs = nowMs;
    this.#turnBytes += bytes;
    if (this.#turnEnd !== undefined) return;
    if (this.#level < fastBytes || nowMs < this.#noRestUntilMs || this.#closed) this.#turnBytes = 0;
    else this.#turnEnd = setImmediate(() => this.#handleTurnEnd());
  }

  /** Reads as it comes, for a moment: a stream that its reader has paused comes in batches anyway, and much may wait. */
  leaveAlone(): void {
    this.#restMs = 1;
    this.#noRestUntilMs = performance.now() + noRestMs;
  }

  /** Reads as it comes, for good. */
  close(): void {
    this.#closed = true;
    clearImmediate(this.#turnEnd);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #handleTurnEnd(): void {
    const bytes = this.#turnBytes;
    this.#turnEnd = undefined;
    this.#turnBytes = 0;
    if (this.resting) return;
    if (this.#hasRested) this.#adapt(bytes);
    if (this.#restMs > 0) this.#rest();
    else this.leaveAlone();
  }

  #adapt(batchBytes: number): void {
    this.#hasRested = false;
    if (batchBytes >= maxBatchBytes) this.#restMs -= 1;
    else if ((batchBytes * (this.#restMs + 1)) / this.#restMs < maxBatchBytes)
      this.#restMs = Math.min(this.#restMs + 1, maxRestMs);
  }

  #rest(): void {
    this.#hasRested = true;
    this.#timer = setTimeout(() => this.#wake(), this.#restMs);
    this.#options.rest();
  }

  #wake(): void {
    this.#timer = undefined;
    this.#options.wake();
  }
}
