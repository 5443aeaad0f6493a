import { compareTimes } from './log-line.ts';

/**
 * Where one container's log goes on after a break.
 *
 * Kubernetes is asked for what came since the last line's time, and takes that to the second: so lines come again. Those
 * before the last line are passed over by their time, those of the same time by their number.
 */
export class ResumePoint {
  #time = '';
  #countAtTime = 0;
  #toSkip = 0;
  #isResuming = false;

  /** The time to ask from, or `undefined`: from the beginning. */
  get time(): string | undefined {
    return this.#time === '' ? undefined : this.#time;
  }

  /** A new connection begins to tell what came since `time`. */
  begin(): void {
    this.#isResuming = this.#time !== '';
    this.#toSkip = this.#countAtTime;
  }

  /** Whether a line with this time is new; counts it. Lines without a time are. */
  take(time: string): boolean {
    if (time === '') return true;
    const order = this.#time === '' ? 1 : compareTimes(time, this.#time);
    if (this.#isResuming) {
      if (order < 0) return false;
      if (order === 0 && this.#toSkip > 0) {
        this.#toSkip -= 1;
        return false;
      }
      this.#isResuming = order === 0;
    }
    this.#count(time, order);
    return true;
  }

  #count(time: string, order: number): void {
    if (order > 0) {
      this.#time = time;
      this.#countAtTime = 1;
    } else if (order === 0) this.#countAtTime += 1;
  }
}
