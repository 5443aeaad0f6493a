/** A stream is fast when it has brought this much more than this rate allows. */
const fastBytes = 64 * 1024;
const fastBytesPerMs = 1024;
/** What a rest should bring. It must fit the receive window, which mostly grows that far where it is needed: the sender must not stop. */
const batchBytes = 160 * 1024;
/** So often in a row the longest rest brings about the same where the window is what ends it. */
const fullWindows = 4;
/** By which part of it that may differ: a window holds whole TLS records, and those are of any length. */
const windowTolerance = 1 / 8;
/** Half of what a screen shows a picture for. */
const maxRestMs = 8;
/** A rate above which even the shortest rest would bring too much. */
const tooFastBytesPerMs = (batchBytes * 4) / 3;
/** So long a stream that is too fast for any rest is left alone. */
const noRestMs = 50;
/** A turn that brings so much after a pause reads what has waited meanwhile. */
const backlogBytes = 64 * 1024;
/** The weight of one batch in the rate, which evens out that the process itself is sometimes kept waiting. */
const smoothing = 1 / 8;

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
 * A rest is as long as the stream takes, at the rate of its last batches, for a batch of the size wanted; a stream that is
 * too fast for the shortest one is not rested upon for a while.
 *
 * Where the receive window has not grown, a rest brings no more than it holds, however long it is: the stream seems to be slow,
 * rests get longer and it becomes slow. So where the longest rests bring the same each time, three quarters of that are what a
 * rest should bring from then on, again until the sender need not stop. Once the stream has been slow, it begins anew.
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
  #bytesPerMs = 0;
  #wantedBytes = batchBytes;
  #lastBatchBytes = 0;
  #sameBatches = 0;
  #restMs = 0;
  #restedAtMs: number | undefined;
  #noRestUntilMs = 0;
  #catchingUp = false;
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
    if (this.#level < fastBytes) this.#wantedBytes = batchBytes;
    if (this.#level < fastBytes || nowMs < this.#noRestUntilMs || this.#closed) this.#turnBytes = 0;
    else this.#turnEnd = setImmediate(() => this.#handleTurnEnd());
  }

  /** Reads as it comes until all that has waited is read: somebody may wait for what comes after it. */
  catchUp(): void {
    this.#catchingUp = true;
    this.#restedAtMs = undefined;
    // Only what is fast is paused.
    this.#level = 2 * fastBytes;
    this.#levelAtMs = performance.now();
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
    this.#catchingUp &&= bytes >= backlogBytes;
    if (this.#catchingUp) return;
    this.#measure(bytes);
    this.#lookForWindow(bytes);
    if (this.#bytesPerMs <= tooFastBytesPerMs) this.#rest();
    else this.#leaveAlone();
  }

  #leaveAlone(): void {
    this.#bytesPerMs = 0;
    this.#restedAtMs = undefined;
    this.#noRestUntilMs = performance.now() + noRestMs;
  }

  #measure(batchBytes: number): void {
    if (this.#restedAtMs === undefined) return;
    const bytesPerMs = batchBytes / (performance.now() - this.#restedAtMs);
    if (this.#bytesPerMs === 0) this.#bytesPerMs = bytesPerMs;
    else this.#bytesPerMs += (bytesPerMs - this.#bytesPerMs) * smoothing;
  }

  #lookForWindow(bytes: number): void {
    const isSame =
      this.#restMs === maxRestMs && Math.abs(bytes - this.#lastBatchBytes) <= bytes * windowTolerance;
    this.#sameBatches = isSame ? this.#sameBatches + 1 : 1;
    this.#lastBatchBytes = bytes;
    if (this.#sameBatches < fullWindows) return;
    this.#sameBatches = 0;
    this.#wantedBytes = (bytes * 3) / 4;
  }

  #rest(): void {
    const restMs = this.#bytesPerMs === 0 ? 1 : Math.round(this.#wantedBytes / this.#bytesPerMs);
    this.#restMs = Math.min(Math.max(restMs, 1), maxRestMs);
    this.#restedAtMs = performance.now();
    this.#timer = setTimeout(() => this.#wake(), this.#restMs);
    this.#options.rest();
  }

  #wake(): void {
    this.#timer = undefined;
    this.#options.wake();
  }
}
