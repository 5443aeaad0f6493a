/**
 * Where the terminal is in the session's output, by absolute offset.
 *
 * ```
 *   acked            parsed           received
 *     │  < ackBytes    │  in xterm's    │
 *  ───┼────────────────┼──── queue ─────┼──►  offset
 *                      ▲
 *            a reconnect resumes here; what is already in the queue is dropped when it comes again
 * ```
 *
 * The gateway sends no more than its window beyond `acked`, so the queue is bounded, whatever the connection does.
 */
export class OutputStream {
  readonly #ackBytes: number;
  #acked = 0;
  #parsed = 0;
  #received = 0;
  #next = 0;
  #head = 0;

  constructor(ackBytes = 48 * 1024) {
    this.#ackBytes = ackBytes;
  }

  /** Offset of the first byte that the terminal has not parsed. */
  get parsed(): number {
    return this.#parsed;
  }

  /** True while the bytes that are parsed now had been put out before this connection attached. */
  get replaying(): boolean {
    return this.#parsed < this.#head;
  }

  /** A connection carries output from `offset` on, live from `head` on. Returns the bytes between that are lost. */
  attach(offset: number, head: number): number {
    const lost = Math.max(0, offset - this.#received);
    this.#next = offset;
    this.#received += lost;
    this.#head = head;
    this.#acked = offset;
    return lost;
  }

  /** Takes bytes from the connection. Returns those that are new, cut so that none mixes replay and live output. */
  receive(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly end: number }[] {
    const known = Math.min(bytes.length, this.#received - this.#next);
    this.#next += bytes.length;
    const fresh = bytes.subarray(known);
    const start = this.#received;
    const cut = Math.min(Math.max(this.#head - start, 0), fresh.length);
    this.#received += fresh.length;
    return [
      { bytes: fresh.subarray(0, cut), end: start + cut },
      { bytes: fresh.subarray(cut), end: this.#received },
    ].filter(part => part.bytes.length > 0);
  }

  /** The terminal has parsed every byte before `offset`. */
  parse(offset: number): void {
    this.#parsed = Math.max(this.#parsed, offset);
  }

  /** The offset to acknowledge now, or `undefined` when it is not time to. Never beyond what this connection carried. */
  takeAck(): number | undefined {
    const offset = Math.min(this.#parsed, this.#next);
    const due = offset - this.#acked;
    if (due <= 0 || (due < this.#ackBytes && this.#parsed < this.#received)) return undefined;
    this.#acked = offset;
    return offset;
  }
}
