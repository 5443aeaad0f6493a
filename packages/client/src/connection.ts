import {
  type ClientMessage,
  closeCodes,
  parseServerMessage,
  type ServerMessage,
  subprotocol,
} from '@podbay/protocol';
import type { Clock } from './clock.ts';

/** What a connection tells its owner. After `handleClose` nothing comes any more. */
export interface ConnectionListener {
  handleMessage(message: ServerMessage): void;
  handleBytes(bytes: Uint8Array): void;
  /** Exactly once, unless the owner closed the connection itself. */
  handleClose(code: number, reason: string): void;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  /** Longest wait for the first message. */
  readonly openTimeoutMs: number;
}

/** The code that browsers give a connection that broke. */
const abnormalClosure = 1006;

/**
 * One WebSocket to the gateway, from the first try to its end.
 *
 * It never waits for the closing handshake: on a dead network that takes minutes.
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #listener: ConnectionListener;
  readonly #listening = new AbortController();
  readonly #cancelDeadline: () => void;

  constructor({ url, listener, clock, openTimeoutMs }: ConnectionOptions) {
    this.#listener = listener;
    this.#socket = new WebSocket(url, subprotocol);
    this.#socket.binaryType = 'arraybuffer';
    this.#cancelDeadline = clock.schedule(() => this.abandon('no answer'), openTimeoutMs);
    const { signal } = this.#listening;
    this.#socket.addEventListener('error', () => {}, { signal });
    this.#socket.addEventListener('message', event => this.#handleData(event.data), { signal });
    this.#socket.addEventListener('close', event => this.#finish(event.code, event.reason), { signal });
  }

  send(message: ClientMessage): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** The caller bounds what is on its way: see `InputStream`. */
  sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  /** Gives the connection up as broken. */
  abandon(reason: string): void {
    if (this.#listening.signal.aborted) return;
    this.#finish(abnormalClosure, reason);
    this.#socket.close();
  }

  /** Closes the connection; the listener hears no more of it. What was sent before still goes out. */
  close(): void {
    this.#stopListening();
    this.#socket.close(closeCodes.ended);
  }

  #handleData(data: unknown): void {
    this.#cancelDeadline();
    if (data instanceof ArrayBuffer) {
      this.#listener.handleBytes(new Uint8Array(data));
    } else {
      const message = parseServerMessage(String(data));
      if (message !== undefined) this.#listener.handleMessage(message);
    }
  }

  #finish(code: number, reason: string): void {
    this.#stopListening();
    this.#listener.handleClose(code, reason);
  }

  #stopListening(): void {
    this.#cancelDeadline();
    this.#listening.abort();
  }
}
