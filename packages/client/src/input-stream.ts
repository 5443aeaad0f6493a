import { concatBytes } from '@podbay/protocol';

export interface InputStreamOptions {
  /** Bytes that may be on their way without `input-ack`. */
  readonly windowBytes?: number;
  readonly maxMessageBytes?: number;
  /** Bytes that are kept in all; more input is refused. */
  readonly maxPendingBytes?: number;
}

const defaults = {
  windowBytes: 256 * 1024,
  maxMessageBytes: 32 * 1024,
  maxPendingBytes: 64 * 1024 * 1024,
};

/** The longest message that is put together of several: what is longer counts as pasted where nothing may be. */
const maxJoinedBytes = 1024;

interface Chunk {
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * What the user typed, by absolute offset. Each byte is kept until the gateway has accepted it.
 *
 * ```
 *   accepted         sent                     end
 *      │   in flight   │    not sent yet       │
 *  ────┼───────────────┼───────────────────────┼──►  offset
 *   gone   ≤ windowBytes                   push() adds here
 *      ◄── ack()       ◄── next() moves it; rewind() puts it back after a reconnect
 * ```
 */
export class InputStream {
  readonly #options: Required<InputStreamOptions>;
  readonly #chunks: Chunk[] = [];
  #accepted = 0;
  #sent = 0;
  #end = 0;

  constructor(options: InputStreamOptions = {}) {
    this.#options = { ...defaults, ...options };
  }

  /** Bytes that the gateway has not accepted yet. */
  get pendingBytes(): number {
    return this.#end - this.#accepted;
  }

  /** Bytes that no connection has carried yet. */
  get unsentBytes(): number {
    return this.#end - this.#sent;
  }

  /**
   * Adds input; the bytes must not change any more. `false`: that would be too much to keep, and none was taken.
   *
   * Keys that have to wait become one message. One by one they would come to a shell while it runs the first line of them, and
   * the terminal would mix their echo with that line's output.
   */
  push(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.pendingBytes + bytes.length > this.#options.maxPendingBytes) return false;
    const last = this.#chunks.at(-1);
    if (last !== undefined && last.start >= this.#sent && last.bytes.length + bytes.length <= maxJoinedBytes)
      this.#chunks.splice(-1, 1, { start: last.start, bytes: concatBytes(last.bytes, bytes) });
    else if (bytes.length > 0) this.#chunks.push({ start: this.#end, bytes });
    this.#end += bytes.length;
    return true;
  }

  /** The next message to send, or `undefined` when there is nothing or the window is full. */
  next(): Uint8Array<ArrayBuffer> | undefined {
    const room = this.#accepted + this.#options.windowBytes - this.#sent;
    const chunk = this.#chunks.find(({ start, bytes }) => start + bytes.length > this.#sent);
    if (room <= 0 || chunk === undefined) return undefined;
    const from = this.#sent - chunk.start;
    const message = chunk.bytes.subarray(from, from + Math.min(room, this.#options.maxMessageBytes));
    this.#sent += message.length;
    return message;
  }

  /** The gateway has accepted every byte before `offset`. */
  ack(offset: number): void {
    this.#accepted = Math.min(Math.max(this.#accepted, offset), this.#end);
    this.#sent = Math.max(this.#sent, this.#accepted);
    while (this.#chunks[0] !== undefined && endOf(this.#chunks[0]) <= this.#accepted) this.#chunks.shift();
  }

  /** A new connection goes on from `offset`, the input that the gateway says it has accepted. */
  rewind(offset: number): void {
    this.ack(offset);
    this.#sent = this.#accepted;
  }
}

function endOf(chunk: Chunk): number {
  return chunk.start + chunk.bytes.length;
}
