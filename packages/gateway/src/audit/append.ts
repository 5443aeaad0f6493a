import { writeSync } from 'node:fs';

/**
 * Lines on their way into a descriptor. A line that was written in part goes on where it stopped, so that no two
 * ever share a line.
 */
export class LineAppender {
  #rest: Buffer = Buffer.alloc(0);

  /** Writes a line with its end. Throws what the operating system throws; the same line is then to be given again. */
  append(descriptor: number, line: string): number {
    if (this.#rest.length === 0) this.#rest = Buffer.from(line);
    const { length } = this.#rest;
    while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(descriptor, this.#rest));
    return length;
  }
}
