import type { WebSocket } from 'ws';

/** What a client sends, in the order it was sent. */
export type Incoming =
  | { readonly type: 'message'; readonly bytes: Buffer }
  | { readonly type: 'ping'; readonly bytes: Buffer };

/** Returns a promise when it blocks. */
export type IncomingHandler = (incoming: Incoming) => Promise<void> | undefined;

/**
 * The one loop that reads a connection, as in Kubernetes: while it is blocked on one message nothing that comes later is looked at, a
 * ping gets no pong and the client's leaving goes unnoticed. What the socket has handed over already waits here; the rest stays in
 * the kernel.
 */
export class ReadLoop {
  readonly #webSocket: WebSocket;
  readonly #handle: IncomingHandler;
  readonly #waiting: Incoming[] = [];
  #blocked = false;
  #stopped = false;

  constructor(webSocket: WebSocket, handle: IncomingHandler) {
    this.#webSocket = webSocket;
    this.#handle = handle;
    webSocket.on('message', data => this.#push({ type: 'message', bytes: toBuffer(data) }));
    webSocket.on('ping', bytes => this.#push({ type: 'ping', bytes }));
  }

  /** Whether the loop waits for somebody to take what the client has sent. */
  get blocked(): boolean {
    return this.#blocked;
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting.length = 0;
  }

  #push(incoming: Incoming): void {
    if (this.#stopped) return;
    this.#waiting.push(incoming);
    if (!this.#blocked) this.#run();
  }

  #run(): void {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const blocked = this.#handle(next);
      if (blocked !== undefined) {
        void this.#block(blocked);
        return;
      }
    }
  }

  async #block(until: Promise<void>): Promise<void> {
    this.#blocked = true;
    this.#webSocket.pause();
    await until;
    this.#blocked = false;
    this.#run();
    if (!this.#blocked && !this.#stopped) this.#webSocket.resume();
  }
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
