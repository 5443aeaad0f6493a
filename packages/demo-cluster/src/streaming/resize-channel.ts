import { type DecodedSize, TerminalSizeDecoder } from './terminal-size-decoder.ts';

/**
 * The resize channel with its hazard. In Kubernetes the connection's one read loop writes into a pipe; a decoder reads the pipe and
 * hands sizes to the stream that leads to the process:
 *
 *   read loop ──write──► io.Pipe ──► decoder ──► Go channel ──► process
 *                │                      │             │
 *                │                      │             └ not there yet, or no TTY: one size is parked in the decoder's hands
 *                │                      └ bad JSON: the decoder ends and leaves the pipe open
 *                └ nobody reads the pipe: the write blocks, and with it everything that the client sends, pings too
 *
 * Source: k8s.io/apiserver `pkg/util/proxy/websocket.go`, k8s.io/cri-streaming `handleResizeEvents`.
 */
export class ResizeChannel {
  readonly #decoder = new TerminalSizeDecoder();
  readonly #parked: DecodedSize[] = [];
  #sink: ((size: DecodedSize) => void) | undefined;
  #release: (() => void) | undefined;
  #closed = false;

  /** A promise is a write that blocks; it may never be fulfilled. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#closed) return undefined;
    if (this.#decoder.failed) return new Promise(() => {});
    if (this.#parked.length === 0) return this.#decode(bytes);
    return new Promise<void>(resolve => {
      this.#release = resolve;
    }).then(() => this.#decode(bytes));
  }

  /** The process is there and takes sizes. */
  connect(sink: (size: DecodedSize) => void): void {
    this.#sink = sink;
    for (const size of this.#parked.splice(0)) sink(size);
    this.#release?.();
    this.#release = undefined;
  }

  /** The client's CLOSE: later resizes fail, and nobody minds. */
  close(): void {
    this.#closed = true;
  }

  #decode(bytes: Uint8Array): undefined {
    for (const size of this.#decoder.push(bytes)) {
      if (this.#sink === undefined) this.#parked.push(size);
      else this.#sink(size);
    }
  }
}
