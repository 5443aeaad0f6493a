import {
  type ClientMessage,
  closeCodes,
  parseServerMessage,
  type ServerMessage,
  subprotocol,
} from '@podbay/protocol';
import { ApiError } from './api-error.ts';
import type { Clock } from './clock.ts';

/** What a connection tells its owner. After `handleClose` nothing comes any more. */
export interface ConnectionListener {
  handleMessage(message: ServerMessage): void;
  handleBytes(bytes: Uint8Array): void;
  /** Exactly once, unless the owner closed the connection itself. */
  handleClose(code: number, reason: string): void;
}

export interface ConnectionOptions {
  /** Asks for the address, which has a ticket in it. */
  readonly findUrl: (signal: AbortSignal) => Promise<string>;
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  /** Longest wait for the first message. */
  readonly openTimeoutMs: number;
}

/** The code that browsers give a connection that broke. */
const abnormalClosure = 1006;

/**
 * One WebSocket to the gateway, from the first try to its end: first the ticket, then the socket.
 *
 * It never waits for the closing handshake: on a dead network that takes minutes.
 */
export class Connection {
  #socket: WebSocket | undefined;
  readonly #listener: ConnectionListener;
  readonly #listening = new AbortController();
  readonly #cancelDeadline: () => void;

  constructor({ findUrl, listener, clock, openTimeoutMs }: ConnectionOptions) {
    this.#listener = listener;
    this.#cancelDeadline = clock.schedule(() => this.abandon('no answer'), openTimeoutMs);
    const { signal } = this.#listening;
    findUrl(signal).then(
      url => this.#open(url, signal),
      error => this.#handleNoTicket(error, signal),
    );
  }

  send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** The caller bounds what is on its way: see `InputStream`. */
  sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  /** Gives the connection up as broken. */
  abandon(reason: string): void {
    if (this.#listening.signal.aborted) return;
    this.#finish(abnormalClosure, reason);
    this.#socket?.close();
  }

  /** Closes the connection; the listener hears no more of it. What was sent before still goes out. */
  close(): void {
    this.#stopListening();
    this.#socket?.close(closeCodes.ended);
  }

  #open(url: string, signal: AbortSignal): void {
    if (signal.aborted) return;
    const socket = new WebSocket(url, subprotocol);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('error', () => {}, { signal });
    socket.addEventListener('message', event => this.#handleData(event.data), { signal });
    socket.addEventListener('close', event => this.#finish(event.code, event.reason), { signal });
  }

  // What the gateway refuses for good, it refuses here as it would at the terminal itself.
  #handleNoTicket(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 401) this.#finish(closeCodes.unauthorized, 'not logged in');
    else if (!(error instanceof ApiError) || status === 0 || status >= 500)
      this.#finish(abnormalClosure, 'no ticket');
    else this.#listener.handleMessage({ type: 'refused', refusal: error.refusal });
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
