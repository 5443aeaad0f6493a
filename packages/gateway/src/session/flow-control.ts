import type { Process } from './process.ts';

/** When a session stops reading its process. All sizes in bytes. */
export interface FlowLimits {
  /** Unacknowledged output at which reading stops. */
  readonly highWatermark: number;
  /** Unacknowledged output at which reading goes on. */
  readonly lowWatermark: number;
  /** How much is read per second while nobody looks on. */
  readonly detachedBytesPerSecond: number;
}

/** 384 KiB in flight keeps xterm.js responsive (its guide: at most 500 K) and carries 3.8 MB/s over 100 ms. */
export const defaultFlowLimits: FlowLimits = {
  highWatermark: 384 * 1024,
  lowWatermark: 128 * 1024,
  detachedBytesPerSecond: 1_000_000,
};

const sliceMs = 100;

/**
 * Decides when the process is read. Its only effect is `pause` and `resume`.
 *
 *   attached:  reading ──unacknowledged >= high──► full ──unacknowledged <= low──► reading
 *   detached:  reading ──slice used up──► full ──100 ms──► reading, with a new slice
 *   with both: ──hold──► held ──release──►
 *
 * It is read while it is neither full nor held. Whoever changes what is unacknowledged calls `update`; `undefined` means that
 * nobody is attached.
 */
export class FlowControl {
  readonly #limits: FlowLimits;
  #process: Process | undefined;
  #isFull = false;
  #isHeld = false;
  #pausedSince: number | undefined;
  #slice: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: FlowLimits) {
    if (limits.lowWatermark >= limits.highWatermark) {
      throw new TypeError(
        `lowWatermark must be below highWatermark, not ${limits.lowWatermark} >= ${limits.highWatermark}`,
      );
    }
    this.#limits = limits;
    this.#slice = this.#sliceBytes;
  }

  /** When reading stopped, in ms since the epoch; `undefined` while it goes on. */
  get pausedSince(): number | undefined {
    return this.#pausedSince;
  }

  /** Whether it waits for the next slice of time. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** The process to steer, once it runs. */
  start(process: Process): void {
    this.#process = process;
    this.#steer();
  }

  /** Ends steering; the process is read no more and no less than it is now. */
  close(): void {
    this.#process = undefined;
    this.#stopTimer();
  }

  /** Tells how much output is unacknowledged now, or that nobody is attached, and how much has just come. */
  update(unacknowledged: number | undefined, received = 0): void {
    if (this.#process === undefined) return;
    if (unacknowledged === undefined) this.#updateDetached(received);
    else this.#updateAttached(unacknowledged);
  }

  /** Reads nothing until `release`, whoever looks on: something else has no room. */
  hold(): void {
    this.#isHeld = true;
    this.#steer();
  }

  /** Ends `hold`. */
  release(): void {
    this.#isHeld = false;
    this.#steer();
  }

  #updateAttached(unacknowledged: number): void {
    this.#stopTimer();
    if (unacknowledged >= this.#limits.highWatermark) this.#fill(true);
    else if (unacknowledged <= this.#limits.lowWatermark) this.#fill(false);
  }

  #updateDetached(received: number): void {
    if (this.#timer !== undefined) return;
    this.#slice -= received;
    if (this.#slice > 0 && !this.#isFull) return;
    this.#fill(true);
    this.#timer = setTimeout(() => this.#nextSlice(), sliceMs);
  }

  #nextSlice(): void {
    this.#stopTimer();
    this.#fill(false);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#slice = this.#sliceBytes;
  }

  get #sliceBytes(): number {
    return (this.#limits.detachedBytesPerSecond * sliceMs) / 1000;
  }

  #fill(isFull: boolean): void {
    this.#isFull = isFull;
    this.#steer();
  }

  #steer(): void {
    const mustPause = this.#isFull || this.#isHeld;
    if (this.#process === undefined || mustPause === (this.#pausedSince !== undefined)) return;
    this.#pausedSince = mustPause ? Date.now() : undefined;
    if (mustPause) this.#process.pause();
    else this.#process.resume();
  }
}
