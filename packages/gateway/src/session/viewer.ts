import { type CloseCode, closeCodes, type ServerMessage } from '@podbay/protocol';
import type { ViewerInspection } from './inspect.ts';
import type { RingBuffer } from './ring-buffer.ts';

/** The way to one viewer's browser. No method throws, whatever state the connection is in. */
export interface ViewerChannel {
  /** What was sent and is not yet with the operating system. */
  readonly bufferedBytes: number;
  /** Sends output. The bytes stay as they are until the viewer has acknowledged them or was cut. */
  sendBytes(bytes: Uint8Array): void;
  sendMessage(message: ServerMessage): void;
  /** Stops and goes on reading what the browser sends. */
  pauseInput(): void;
  resumeInput(): void;
  /** Closes after everything that was sent. */
  close(code: CloseCode, reason: string): void;
  /** Closes at once; what is still buffered is never sent. */
  cut(code: CloseCode, reason: string): void;
}

export interface ViewerOptions {
  readonly channel: ViewerChannel;
  /** Where the browser is, for records. */
  readonly from?: string | undefined;
  /** Names the browser's stream of input across its connections. */
  readonly client: string;
  /** Absolute offset of the first output byte to send. */
  readonly offset: number;
  /** How many bytes may be sent and not acknowledged. */
  readonly windowBytes: number;
}

// So seldom that it costs nothing, so often that a paste never waits for it.
const inputAckBytes = 16 * 1024;

/**
 * One browser that looks on: it pulls from the ring at its own pace.
 *
 *   waiting ── greet(attached, snapshot) ──► pulling ── everything sent, and the end is known ──► told
 *
 *   ring.start <= acknowledged <= sent <= ring.end        sent - acknowledged <= windowBytes
 *
 * While it waits for its snapshot it counts as having acknowledged everything before `offset`, and messages for it wait
 * too: `attached` is always the first. What lies between `acknowledged` and `sent` may still be in a socket's buffer as
 * a slice of the ring, so the ring must not run over it: whoever appends cuts the viewer first.
 */
export class Viewer {
  readonly client: string;
  readonly from: string | undefined;
  readonly channel: ViewerChannel;
  readonly #windowBytes: number;
  #waiting: ServerMessage[] | undefined = [];
  #sent: number;
  #acknowledged: number;
  #inputAcknowledged = 0;
  #told = false;

  constructor(options: ViewerOptions) {
    this.channel = options.channel;
    this.client = options.client;
    this.from = options.from;
    this.#windowBytes = options.windowBytes;
    this.#sent = options.offset;
    this.#acknowledged = options.offset;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Whether the end of the session has been told. */
  get told(): boolean {
    return this.#told;
  }

  /** What it holds, where the output ends at `end`. */
  inspect(end: number): ViewerInspection {
    return {
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      lagBytes: end - this.#acknowledged,
      bufferedBytes: this.channel.bufferedBytes,
    };
  }

  /** Opens the conversation: `attached`, the snapshot's bytes where there is one, then what has waited. */
  greet(attached: ServerMessage, snapshot?: Uint8Array): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.tell(attached);
    if (snapshot !== undefined) this.channel.sendBytes(snapshot);
    for (const message of waiting) this.tell(message);
  }

  /** Sends a control message. */
  tell(message: ServerMessage): void {
    if (this.#waiting === undefined) this.channel.sendMessage(message);
    else this.#waiting.push(message);
  }

  /** Sends what the window allows. */
  pump(ring: RingBuffer): void {
    while (this.#waiting === undefined && this.#sent < ring.end) {
      const room = this.#acknowledged + this.#windowBytes - this.#sent;
      if (room <= 0) return;
      const bytes = ring.read(this.#sent, room);
      this.#sent += bytes.length;
      this.channel.sendBytes(bytes);
    }
  }

  /** The terminal has parsed everything before `offset`. `false`: it claims bytes that it never got. */
  acknowledge(offset: number): boolean {
    if (offset > this.#sent) return false;
    this.#acknowledged = Math.max(this.#acknowledged, offset);
    return true;
  }

  /** Everything before `offset` of the client's input has reached the process. */
  acknowledgeInput(offset: number): void {
    if (offset - this.#inputAcknowledged < inputAckBytes) return;
    this.#inputAcknowledged = offset;
    this.tell({ type: 'input-ack', offset });
  }

  /** The first byte to send is another one: a picture's end is not always where it was asked for. Only while waiting. */
  startAt(offset: number): void {
    this.#sent = offset;
    this.#acknowledged = offset;
  }

  /** Tells the end, once, and only after the last byte. */
  tellEnd(message: ServerMessage, ring: RingBuffer): void {
    if (this.#told || this.#waiting !== undefined || this.#sent < ring.end) return;
    this.#told = true;
    this.tell(message);
    this.channel.close(closeCodes.ended, 'session ended');
  }
}
