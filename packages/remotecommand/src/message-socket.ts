import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { RawData, WebSocket } from 'ws';
import { decodeFrame, type Frame } from './channel.ts';
import { takeReads } from './direct-reads.ts';
import { OutputFilter } from './output-filter.ts';
import { ReadPacing } from './read-pacing.ts';
import { maxShortBytes, opcodes, shortFrame } from './short-frame.ts';

/** What a socket tells its owner: frames and pongs in order, none while paused; `handleClose` exactly once, last of all. */
export interface MessageListener {
  /** A message, or a piece of one that is output: valid during the call alone. */
  handleFrame(frame: Frame): void;
  handlePong(data: Buffer): void;
  handleClose(close: SocketClose): void;
}

export interface SocketClose {
  /** 1006 when no close frame came. */
  readonly code: number;
  readonly reason: string;
  /** What the server did against the protocol. */
  readonly violation?: Error;
  /** What the network did. */
  readonly cause?: Error;
}

export interface MessageSocketOptions {
  readonly listener: MessageListener;
  /** How long an end may take until the socket is destroyed. */
  readonly closeGraceMs: number;
  readonly maxMessageBytes: number;
}

/**
 * An open WebSocket that carries channels and can truly be paused. `ws` alone can't: it still emits the messages of the
 * chunk it is decoding, and the close. Both wait here, so what waits is bounded by one chunk (64 KiB). It starts as if
 * resumed, so what has come with the handshake is told after the owner's own code has run.
 *
 * Output, nearly all that comes, goes past `ws` where the transport can be read directly; all else is its business.
 *
 *             pause()                      resume(), in the next tick
 *   flowing ───────────► holding ──────────────────────────────► flowing
 *    message: tell it     message: keep it       tell what was kept, in order;
 *    close: tell it       close: keep it         pause() in between stops it again
 */
export class MessageSocket {
  readonly #ws: WebSocket;
  readonly #transport: Socket;
  readonly #listener: MessageListener;
  readonly #closeGraceMs: number;
  readonly #isEncrypted: boolean;
  readonly #held: Frame[] = [];
  readonly #pacing: ReadPacing;
  #paused = false;
  #releasing = true;
  #muted = false;
  #events = 0;
  #closed = false;
  #close: SocketClose | undefined;
  #violation: Error | undefined;
  #cause: Error | undefined;
  #graceTimer: NodeJS.Timeout | undefined;

  /** `transport` is what `ws` runs on. Both must have opened within this turn of the event loop. */
  constructor(ws: WebSocket, transport: Socket, options: MessageSocketOptions) {
    this.#ws = ws;
    this.#transport = transport;
    this.#isEncrypted = transport instanceof TLSSocket;
    this.#listener = options.listener;
    this.#closeGraceMs = options.closeGraceMs;
    this.#pacing = new ReadPacing({ rest: () => ws.pause(), wake: () => this.#read() });
    ws.on('error', error => this.#violate(error));
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    ws.on('pong', data => this.#receivePong(data));
    ws.on('close', (code, reason) => this.#handleClosed(code, reason.toString()));
    transport.on('error', error => {
      this.#cause = error;
    });
    // ws has no deadline for a server that ends its side and never reads what is still to be sent.
    transport.on('end', () => this.endSoon());
    // Whoever awaits the opening gets to see this socket, and may pause it, before its first message.
    setImmediate(() => this.#release());
    const filter = new OutputFilter(options.maxMessageBytes, {
      handleOutput: (channel, bytes) => this.#handle({ channel, payload: bytes }),
      // It is the reader's own: the next read overwrites the chunk.
      handleRest: bytes => void transport.push(Buffer.from(bytes)),
    });
    takeReads(transport, chunk => filter.take(chunk));
  }

  get subprotocol(): string {
    return this.#ws.protocol;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** What was sent and is still in this process. */
  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  /** A figure that grows with whatever is received: half a message too, since a slow network is not a dead one. */
  get activity(): number {
    return this.#events + (this.#transport.bytesRead ?? 0);
  }

  /** Sends a binary message. `sent` is called when it has left this process, and never when it can't. */
  send(message: Uint8Array, sent?: () => void): void {
    const handleSent = (error?: Error | null) => {
      if (!error) sent?.();
    };
    if (this.#isOneWrite(message)) this.#transport.write(shortFrame(message), handleSent);
    else this.#ws.send(message, handleSent);
  }

  /** `data` is at most 125 bytes. */
  ping(data: string): void {
    const message = Buffer.from(data);
    if (this.#isOneWrite(message)) this.#transport.write(shortFrame(message, opcodes.ping));
    else this.#ws.ping(message, undefined, ignoreError);
  }

  /** Stops reading the network; nothing but the close of a `close()` is told until `resume`. */
  pause(): void {
    this.#paused = true;
    this.#ws.pause();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#pacing.catchUp();
    if (this.#releasing) return;
    this.#releasing = true;
    process.nextTick(() => this.#release());
  }

  /** Drops whatever comes or waits, tells the server to close, and destroys the socket when it has not after the grace. */
  close(): void {
    this.#mute();
    this.#ws.close(1000);
    this.endSoon();
  }

  /** Destroys the socket; what was received before is still told. */
  terminate(): void {
    this.#ws.terminate();
  }

  /** `terminate` without telling anything but the close. */
  abandon(): void {
    this.#mute();
    this.#ws.terminate();
  }

  /** Leaves the server the grace to close; then destroys the socket. */
  endSoon(): void {
    if (this.#closed) return;
    this.#graceTimer ??= setTimeout(() => this.#ws.terminate(), this.#closeGraceMs);
  }

  #mute(): void {
    this.#muted = true;
    this.#held.length = 0;
    this.#pacing.close();
    // Neither the close frame nor the end of the connection is noticed by a socket that is not read.
    if (this.#paused) this.resume();
    else this.#read();
  }

  // One write instead of ws' two for head and message. A mask of 0 is for TLS alone (`handshake.ts` has why).
  #isOneWrite({ length }: Uint8Array): boolean {
    const { readyState, OPEN } = this.#ws;
    return this.#isEncrypted && length <= maxShortBytes && readyState === OPEN;
  }

  #read(): void {
    if (!this.#paused && !this.#releasing && !this.#pacing.resting) this.#ws.resume();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#events++;
    if (this.#muted || this.#violation) return;
    if (!isBinary) {
      this.#violate(new Error('The server sent a text message'));
      this.#ws.terminate();
      return;
    }
    // ws hands over one Buffer per message unless `binaryType` says otherwise.
    const frame = decodeFrame(data as Buffer);
    if (frame !== undefined) this.#handle(frame);
  }

  #handle(frame: Frame): void {
    if (this.#muted || this.#violation) return;
    const { channel, payload } = frame;
    this.#pacing.handleBytes(payload.length);
    if (this.#paused || this.#releasing) this.#held.push({ channel, payload: Buffer.from(payload) });
    else this.#listener.handleFrame(frame);
  }

  #receivePong(data: Buffer): void {
    this.#events++;
    this.#listener.handlePong(data);
  }

  #violate(error: Error): void {
    this.#violation ??= error;
    this.endSoon();
  }

  #release(): void {
    while (!this.#paused) {
      const frame = this.#held.shift();
      if (frame === undefined) break;
      this.#listener.handleFrame(frame);
    }
    this.#releasing = false;
    if (this.#paused) return;
    this.#read();
    this.#tellClose();
  }

  #handleClosed(code: number, reason: string): void {
    clearTimeout(this.#graceTimer);
    this.#pacing.close();
    this.#closed = true;
    this.#close = {
      code,
      reason,
      ...(this.#violation && { violation: this.#violation }),
      ...(this.#cause && { cause: this.#cause }),
    };
    if (this.#held.length === 0 && !this.#releasing) this.#tellClose();
  }

  #tellClose(): void {
    const close = this.#close;
    if (close === undefined) return;
    this.#close = undefined;
    this.#listener.handleClose(close);
  }
}

/** A ping that could not be sent needs no answer: the close follows. */
function ignoreError(): void {}
