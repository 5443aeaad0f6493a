import { randomBytes } from 'node:crypto';
import {
  type AttachQuery,
  attachPath,
  formatAttachQuery,
  parseServerMessage,
  subprotocol,
} from '@podbay/protocol';
import type { WebSocket } from 'ws';
import type { Endpoint } from '../endpoint.ts';
import { openSocket } from './socket.ts';
import type { Terminal, TerminalListener, TerminalOptions } from './terminal.ts';

export type PodbayEndpoint = Extract<Endpoint, { type: 'podbay' }>;

/** What the gateway says when a connection begins. */
export interface Attached {
  readonly offset: number;
  readonly head: number;
  readonly snapshotBytes: number;
}

const size = { cols: 80, rows: 24 };
const closeMs = 10_000;

/** How one that comes back, or one more viewer, finds a session. */
export interface Rejoining {
  readonly session: string;
  readonly offset: number;
  readonly listener: TerminalListener & { handleAttached(attached: Attached): void };
}

/** As the browser's client has it: a portion is acknowledged at once, less together with what follows soon. */
const ackBytes = 48 * 1024;
const ackDelayMs = 1000;

/**
 * A terminal of Podbay, as the browser's client is one: what a turn of the event loop brought counts as parsed in the next,
 * and is acknowledged as that does.
 */
export class PodbayTerminal implements Terminal {
  readonly session: string;
  readonly #socket: WebSocket;
  readonly #listener: TerminalListener & Partial<Rejoining['listener']>;
  #offset = 0;
  #snapshotBytes = 0;
  #acked = 0;
  #parsing = false;
  #ackTimer: NodeJS.Timeout | undefined;
  #stalled = false;
  #attached = false;
  #unsent = '';

  constructor(endpoint: PodbayEndpoint, options: TerminalOptions | Rejoining) {
    const client = randomBytes(16).toString('hex');
    this.#listener = options.listener;
    this.session = 'session' in options ? options.session : randomBytes(16).toString('hex');
    const ids = { session: this.session, client, size };
    const { context, place } = endpoint;
    const query: AttachQuery =
      'session' in options
        ? { type: 'resume', ...ids, offset: options.offset }
        : { type: 'open', ...ids, target: { context, ...place }, command: options.command };
    this.#socket = openSocket(attachUrl(endpoint, query), {
      protocols: [subprotocol],
      headers: loginHeaders(endpoint),
      handleMessage: (message, isBinary) => this.#handleMessage(message, isBinary),
      handleClose: reason => this.#listener.handleClose(reason),
    });
  }

  type(text: string): void {
    if (this.#attached) this.#socket.send(Buffer.from(text));
    else this.#unsent += text;
  }

  stall(): void {
    this.#stalled = true;
    this.#socket.pause();
  }

  leave(): void {
    this.#socket.terminate();
  }

  close(): void {
    this.#stalled = false;
    this.#socket.resume();
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify({ type: 'end' }));
    const timer = setTimeout(() => this.#socket.terminate(), closeMs);
    this.#socket.on('close', () => clearTimeout(timer));
  }

  #handleMessage(message: Buffer, isBinary: boolean): void {
    if (!isBinary) {
      this.#handleControl(message.toString());
      return;
    }
    const picture = Math.min(this.#snapshotBytes, message.length);
    this.#snapshotBytes -= picture;
    this.#offset += message.length - picture;
    this.#listener.handleOutput(message);
    if (this.#parsing) return;
    this.#parsing = true;
    setImmediate(() => this.#handleParsed());
  }

  #handleParsed(): void {
    this.#parsing = false;
    if (this.#offset - this.#acked >= ackBytes) this.#acknowledge();
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ackDelayMs);
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    this.#acked = this.#offset;
    if (!this.#stalled) this.#socket.send(`{"type":"ack","offset":${this.#offset}}`);
  }

  #handleControl(text: string): void {
    const message = parseServerMessage(text);
    switch (message?.type) {
      case 'attached': {
        const { offset, head, snapshot } = message;
        this.#offset = offset;
        this.#acked = offset;
        this.#snapshotBytes = snapshot?.bytes ?? 0;
        this.#attached = true;
        this.#listener.handleAttached?.({ offset, head, snapshotBytes: this.#snapshotBytes });
        if (this.#unsent !== '') this.type(this.#unsent);
        return;
      }
      case 'refused':
        this.#listener.handleClose(message.refusal.message);
        return;
    }
  }
}

/** A program's way to log in, for which no ticket is needed: the cookie's value as a bearer token. */
function loginHeaders({ cookie }: PodbayEndpoint): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${cookie.slice(cookie.indexOf('=') + 1)}` };
}

function attachUrl({ origin }: PodbayEndpoint, query: AttachQuery): string {
  return `${origin.replace(/^http/, 'ws')}${attachPath}?${formatAttachQuery(query)}`;
}
