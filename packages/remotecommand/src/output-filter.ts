import { channels } from './channel.ts';

export interface OutputListener {
  /** A piece of a message of `channel` (stdout or stderr), the channel byte not in it. A slice of the chunk. */
  handleOutput(channel: number, bytes: Buffer): void;
  /** Bytes of all other frames, in order. A slice of the chunk. */
  handleRest(bytes: Buffer): void;
}

const finalBinary = 0x82;
const maskBit = 0x80;
const lengthBits = 0x7f;
/** First two bytes, 64 bits of length, and the channel. */
const maxHeadBytes = 11;
const maskBytes = 4;

/**
 * Takes output out of what a server sends (RFC 6455, section 5.2), and leaves everything else to a WebSocket, which sees
 * a stream of whole frames as if the others had never been there.
 *
 *              first bytes are there: whole, binary, unmasked, of stdout or stderr, not too long
 *   in a head ──────────────────────────────────────────────────────────────────────────────────► taking  n bytes
 *       ▲     ── any other frame ──► leaving n bytes                                                  │
 *       └─────────────────────────────────────┴─────────────────────── after the frame's last byte ───┘
 *
 * A message is told as its pieces come, so none is put together, however large.
 */
export class OutputFilter {
  readonly #listener: OutputListener;
  readonly #maxMessageBytes: number;
  /** The beginning of a frame that its chunk did not hold whole. */
  readonly #head = Buffer.alloc(maxHeadBytes);
  #headBytes = 0;
  #left = 0;
  #channel: number | undefined;

  /** Longer messages are left to the WebSocket, which refuses them. */
  constructor(maxMessageBytes: number, listener: OutputListener) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#listener = listener;
  }

  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) at += this.#takePiece(chunk, at);
      else if (this.#headBytes > 0) at += this.#completeHead(chunk, at);
      else at += this.#beginFrame(chunk, at);
    }
  }

  #takePiece(chunk: Buffer, at: number): number {
    const length = Math.min(this.#left, chunk.length - at);
    const piece = chunk.subarray(at, at + length);
    this.#left -= length;
    if (this.#channel === undefined) this.#listener.handleRest(piece);
    else this.#listener.handleOutput(this.#channel, piece);
    return length;
  }

  #beginFrame(chunk: Buffer, at: number): number {
    const available = chunk.length - at;
    const needed = this.#headBytesOf(chunk, at, available);
    if (available >= needed) return this.#enterFrame(chunk, at, needed);
    chunk.copy(this.#head, 0, at);
    this.#headBytes = available;
    return available;
  }

  // A byte at a time: it happens once in many chunks, and the first bytes tell how many there are.
  #completeHead(chunk: Buffer, at: number): number {
    this.#head[this.#headBytes] = chunk[at] as number;
    this.#headBytes++;
    if (this.#headBytes === this.#headBytesOf(this.#head, 0, this.#headBytes)) {
      const taken = this.#enterFrame(this.#head, 0, this.#headBytes);
      if (taken === 0) this.#leaveHead();
      this.#headBytes = 0;
    }
    return 1;
  }

  #leaveHead(): void {
    this.#left -= this.#headBytes;
    this.#listener.handleRest(Buffer.from(this.#head.subarray(0, this.#headBytes)));
  }

  /** Begins the frame whose head is there; how many bytes of it are done with: the head of one that is taken, or none. */
  #enterFrame(bytes: Buffer, at: number, size: number): number {
    const channel = bytes[at + size - 1];
    const isOutput = channel === channels.stdout || channel === channels.stderr;
    const payload = payloadBytes(bytes, at);
    if (isOutput && this.#mayBeOutput(bytes, at)) {
      this.#channel = channel;
      this.#left = payload - 1;
      return size;
    }
    this.#channel = undefined;
    this.#left = lengthBytes(bytes, at) + (isMasked(bytes, at) ? maskBytes : 0) + payload;
    return 0;
  }

  /** How many bytes tell what to do with a frame: up to its length, and the channel where that matters. */
  #headBytesOf(bytes: Buffer, at: number, available: number): number {
    if (available < 2) return 2;
    const size = lengthBytes(bytes, at);
    if (available < size) return size;
    return this.#mayBeOutput(bytes, at) ? size + 1 : size;
  }

  #mayBeOutput(bytes: Buffer, at: number): boolean {
    if (bytes[at] !== finalBinary || isMasked(bytes, at)) return false;
    const payload = payloadBytes(bytes, at);
    return payload > 0 && payload <= this.#maxMessageBytes;
  }
}

/** The bytes of a frame up to its length. */
function lengthBytes(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) & lengthBits;
  if (length < 126) return 2;
  return length === 126 ? 4 : 10;
}

function isMasked(bytes: Buffer, at: number): boolean {
  return ((bytes[at + 1] as number) & maskBit) !== 0;
}

function payloadBytes(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) & lengthBits;
  if (length < 126) return length;
  return length === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
