import { randomBytes } from 'node:crypto';
import {
  attachPath,
  formatAttachQuery,
  type Outcome,
  parseServerMessage,
  type Refusal,
  type ServerMessage,
  subprotocol,
  type Target,
} from '@podbay/protocol';
import { WebSocket } from 'ws';
import { containerProgram } from './container-program.ts';
import { ExpectedOutput } from './expected-output.ts';

/** How a browser goes away: a FIN without a close, a RST, or a close that says that the page goes. */
export type Leaving = 'cut' | 'reset' | 'page-closed';

export interface TerminalOptions {
  /** `127.0.0.1:PORT`, of the gateway or of a relay to it. */
  readonly host: string;
  readonly cookie: string;
  readonly target: Target;
}

/** How a session was told to have ended. */
export type End =
  | { readonly type: 'exit'; readonly outcome: Outcome }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'gone'; readonly code: number };

const size = { cols: 100, rows: 30 };

/**
 * A browser's terminal as far as the protocol goes: it counts and acknowledges what it has read, keeps what it typed
 * until the gateway has it, and can go away and come back at any moment.
 */
export class Terminal {
  readonly output = new ExpectedOutput();
  /** How it ended, once that has been told. */
  end: End | undefined;
  resumes = 0;
  readonly #options: TerminalOptions;
  readonly #session = randomBytes(16).toString('hex');
  readonly #client = randomBytes(16).toString('hex');
  #typed: Buffer = Buffer.alloc(0);
  #sent = 0;
  #attached = false;
  #everAttached = false;
  #snapshotBytes = 0;
  #reconnect: NodeJS.Timeout | undefined;
  #socket: WebSocket | undefined;
  #handleChange = () => {};

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.output.expectLine('ready');
  }

  /** Opens the session, or comes back to it. */
  connect(host = this.#options.host): void {
    clearTimeout(this.#reconnect);
    const { target, cookie } = this.#options;
    const ids = { session: this.#session, client: this.#client, size };
    const query = this.#everAttached
      ? formatAttachQuery({ type: 'resume', ...ids, offset: this.output.offset })
      : formatAttachQuery({ type: 'open', ...ids, target, command: containerProgram });
    // A program's way, without a ticket: the cookie's value as a bearer token.
    const headers = { authorization: `Bearer ${cookie.split('=')[1]}` };
    const socket = new WebSocket(`ws://${host}${attachPath}?${query}`, subprotocol, { headers });
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary) => this.#handleMessage(socket, data, isBinary));
    socket.on('close', code => this.#handleClose(socket, code));
  }

  get connected(): boolean {
    return this.#attached;
  }

  /** Types a line; it is sent as soon as there is a connection. */
  type(line: string): void {
    this.typeBytes(`${line}\n`);
  }

  typeBytes(text: string): void {
    this.#typed = Buffer.concat([this.#typed, Buffer.from(text)]);
    this.#sendTyped();
  }

  /** Has lines printed. */
  print(count: number): void {
    this.type(`lines ${count}`);
    for (let i = 0; i < count; i++) this.output.expectLine('line');
  }

  say(words: string): void {
    this.type(`say ${words}`);
    this.output.expectLine(`said ${words}`);
  }

  /** Ends the session, as closing its tab does, and waits until that is told. */
  async endSession(): Promise<void> {
    await this.until(() => this.#attached || this.end !== undefined, 'coming back');
    if (this.#attached) this.#socket?.send(JSON.stringify({ type: 'end' }));
    await this.until(() => this.end !== undefined, 'the end that was asked for');
  }

  /** Stops reading from the network. */
  stopReading(): void {
    this.#socket?.pause();
  }

  readAgain(): void {
    this.#socket?.resume();
  }

  /** Goes away; `connect` comes back. */
  leave(how: Leaving): void {
    clearTimeout(this.#reconnect);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#attached = false;
    if (socket === undefined) return;
    if (how === 'page-closed' && socket.readyState === WebSocket.OPEN) socket.close(1001);
    else if (how === 'reset') resetConnection(socket);
    else socket.terminate();
  }

  /** Waits until `condition` holds; rejects with `what` after `deadlineMs`. */
  async until(condition: () => boolean, what: string, deadlineMs = 60_000): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      reject(
        new Error(`${what}: not within ${deadlineMs} ms; offset ${this.output.offset}, ${this.#state()}`),
      );
    }, deadlineMs);
    this.#handleChange = () => {
      if (condition()) resolve();
    };
    this.#handleChange();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#handleChange = () => {};
    }
  }

  #state(): string {
    return `${this.#attached ? 'attached' : 'not attached'}, end ${JSON.stringify(this.end)}, resumes ${this.resumes}`;
  }

  #handleMessage(socket: WebSocket, data: Buffer, isBinary: boolean): void {
    if (socket !== this.#socket) return;
    if (isBinary) this.#handleOutput(socket, data);
    else this.#handleControl(parseServerMessage(data.toString()));
    this.#handleChange();
  }

  #handleOutput(socket: WebSocket, data: Buffer): void {
    const snapshot = Math.min(this.#snapshotBytes, data.length);
    this.#snapshotBytes -= snapshot;
    if (snapshot < data.length) this.output.check(data.subarray(snapshot));
    socket.send(JSON.stringify({ type: 'ack', offset: this.output.offset }));
  }

  #handleControl(message: ServerMessage | undefined): void {
    switch (message?.type) {
      case 'attached':
        if (this.#everAttached) this.resumes++;
        this.#attached = true;
        this.#everAttached = true;
        this.#snapshotBytes = message.snapshot?.bytes ?? 0;
        this.output.seek(message.offset);
        this.#sent = message.input;
        this.#sendTyped();
        return;
      case 'exit':
        this.end ??= { type: 'exit', outcome: message.outcome };
        return;
      case 'refused':
        this.end ??= { type: 'refused', refusal: message.refusal };
        return;
    }
  }

  // What breaks by itself is mended, as a browser does.
  #handleClose(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#attached = false;
    this.#socket = undefined;
    if (code === 1000 || (code >= 4400 && code < 4500)) this.end ??= { type: 'gone', code };
    else if (this.end === undefined) this.#reconnect = setTimeout(() => this.connect(), 50);
    this.#handleChange();
  }

  #sendTyped(): void {
    if (!this.#attached || this.#sent === this.#typed.length) return;
    this.#socket?.send(this.#typed.subarray(this.#sent));
    this.#sent = this.#typed.length;
  }
}

function resetConnection(socket: WebSocket): void {
  const { _socket } = socket as unknown as { readonly _socket?: import('node:net').Socket };
  if (_socket === undefined || _socket === null) socket.terminate();
  else _socket.resetAndDestroy();
}
