import type { Duplex } from 'node:stream';
import { encodeOutput, type Tape } from './tape.ts';

/** Writes a container's output to a connection, and waits whenever the connection is full. */
export class Player {
  readonly #transport: Duplex;
  #tape: Tape | undefined;
  #frame = 0;
  #left = 0;
  #handleEnd: () => void = () => {};

  constructor(transport: Duplex) {
    this.#transport = transport;
    transport.on('drain', () => this.#play());
  }

  /** Plays a tape so many times; one that plays goes on for as long. */
  play(tape: Tape, times: number, handleEnd: () => void = () => {}): void {
    this.#tape = tape;
    this.#left += times;
    this.#handleEnd = handleEnd;
    this.#play();
  }

  stop(): void {
    this.#left = 0;
    this.#frame = 0;
  }

  /** Prints a little; what the connection has no room for is printed nevertheless. */
  print(output: string | Buffer): void {
    if (this.#transport.writable) this.#transport.write(encodeOutput(Buffer.from(output)));
  }

  // Each frame is written by itself, as Kubernetes flushes each by itself: it is a TLS record of its own.
  #play(): void {
    const tape = this.#tape;
    if (tape === undefined || !this.#transport.writable) return;
    while (this.#left > 0 && !this.#transport.writableNeedDrain) {
      const start = this.#frame === 0 ? 0 : (tape.ends[this.#frame - 1] ?? 0);
      this.#transport.write(tape.wire.subarray(start, tape.ends[this.#frame]));
      this.#frame++;
      if (this.#frame < tape.ends.length) continue;
      this.#frame = 0;
      this.#left--;
      if (this.#left === 0) this.#handleEnd();
    }
  }
}
