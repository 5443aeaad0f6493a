import type { Duplex } from 'node:stream';
import { encodeOutput, type Tape } from './tape.ts';

/** What is played. */
export interface Piece {
  readonly tape: Tape;
  /** How often. */
  readonly times: number;
  /** How fast; `undefined`: as fast as it is read. */
  readonly bytesPerSecond?: number | undefined;
}

const sliceMs = 2;

/** Writes a container's output to a connection, and waits whenever the connection is full. */
export class Player {
  readonly #transport: Duplex;
  #piece: Piece | undefined;
  #frame = 0;
  #left = 0;
  #allowance = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(transport: Duplex) {
    this.#transport = transport;
    transport.on('drain', () => this.#play());
  }

  /** Plays a piece; one that plays goes on for as long. */
  play(piece: Piece): void {
    const { bytesPerSecond } = piece;
    this.#piece = piece;
    this.#left += piece.times;
    if (bytesPerSecond !== undefined) this.#pace(bytesPerSecond);
    this.#play();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#piece = undefined;
    this.#left = 0;
    this.#frame = 0;
  }

  /** Prints a little; what the connection has no room for is printed nevertheless. */
  print(output: string | Buffer): void {
    if (this.#transport.writable) this.#transport.write(encodeOutput(Buffer.from(output)));
  }

  #pace(bytesPerSecond: number): void {
    clearInterval(this.#timer);
    let last = performance.now();
    this.#allowance = 0;
    this.#timer = setInterval(() => {
      const now = performance.now();
      // What could not be printed in time is not printed later.
      this.#allowance = Math.min(this.#allowance, 0) + ((now - last) * bytesPerSecond) / 1000;
      last = now;
      this.#play();
    }, sliceMs);
  }

  // Each frame is written by itself, as Kubernetes flushes each by itself: it is a TLS record of its own.
  #play(): void {
    const tape = this.#piece?.tape;
    if (tape === undefined || !this.#transport.writable) return;
    while (this.#left > 0 && this.#allowance > 0 && !this.#transport.writableNeedDrain) {
      const start = this.#frame === 0 ? 0 : (tape.ends[this.#frame - 1] ?? 0);
      const frame = tape.wire.subarray(start, tape.ends[this.#frame]);
      this.#transport.write(frame);
      this.#allowance -= frame.length;
      this.#frame++;
      if (this.#frame < tape.ends.length) continue;
      this.#frame = 0;
      this.#left--;
    }
  }
}
