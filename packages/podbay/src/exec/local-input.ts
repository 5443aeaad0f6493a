import type { Readable } from 'node:stream';

/** Where this process's input goes. */
export interface InputSink {
  /** `false`: full; nothing more is read before `resume`. */
  write(bytes: Uint8Array): boolean;
  /** The input has ended. */
  end(): void;
}

/** Passes this process's stdin on, at the pace of the other side. */
export class LocalInput {
  readonly #stream: Readable;
  readonly #sink: InputSink;
  readonly #handleData = (bytes: Buffer) => {
    if (!this.#sink.write(bytes)) this.#stream.pause();
  };
  readonly #handleEnd = () => this.#sink.end();

  constructor(stream: Readable, sink: InputSink) {
    this.#stream = stream;
    this.#sink = sink;
    // A terminal that is taken away gives EIO: its input has ended.
    stream.on('error', this.#handleEnd);
    stream.on('end', this.#handleEnd);
    stream.on('data', this.#handleData);
  }

  /** The other side takes input again. */
  resume(): void {
    this.#stream.resume();
  }

  /** Reads no more. */
  close(): void {
    this.#stream.off('data', this.#handleData);
    this.#stream.off('end', this.#handleEnd);
    this.#stream.pause();
  }
}
