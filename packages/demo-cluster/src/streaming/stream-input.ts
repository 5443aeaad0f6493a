import { channels, v5 } from '@podbay/remotecommand';
import type { WebSocket } from 'ws';
import type { ContainerProcess } from '../runtime/runtime.ts';
import { type Incoming, ReadLoop } from './read-loop.ts';
import { ResizeChannel } from './resize-channel.ts';
import { StdinChannel } from './stdin-channel.ts';
import type { StreamFaults } from './stream-faults.ts';
import type { StreamRequest } from './stream-request.ts';
import type { Negotiated } from './subprotocol.ts';

export interface StreamInputOptions {
  readonly webSocket: WebSocket;
  readonly request: StreamRequest;
  readonly negotiated: Negotiated;
  readonly faults: StreamFaults;
  /** Something came, whatever it was; pings don't count. */
  readonly handleMessage: () => void;
  /** A CLOSE that names no channel: the server's loop breaks, and with it the connection. */
  readonly handleBadClose: () => void;
}

/**
 * What the client sends, on its way to the process.
 *
 *   ReadLoop ──┬─ channel 0 ────► StdinChannel ────► process
 *              ├─ channel 4 ────► ResizeChannel ──► process
 *              ├─ channel 255 ──► ends one of the two (v5)
 *              └─ ping ─────────► pong, when its turn comes
 */
export class StreamInput {
  readonly #options: StreamInputOptions;
  readonly #loop: ReadLoop;
  readonly #stdin = new StdinChannel();
  readonly #resize: ResizeChannel | undefined;
  /** Fulfilled when a stall ends; `undefined` while nothing is stalled. */
  #stall: PromiseWithResolvers<void> | undefined;

  constructor(options: StreamInputOptions) {
    const { webSocket, negotiated, request } = options;
    this.#options = options;
    // On C the runtime itself reads, and asks for the resize channel only with a TTY.
    if (negotiated.path !== 'C' || request.tty) this.#resize = new ResizeChannel();
    this.#loop = new ReadLoop(webSocket, incoming => this.#handle(incoming));
  }

  /** The process is there. Without a terminal nobody ever reads the sizes. */
  connect(process: ContainerProcess, { resizable }: { readonly resizable: boolean }): void {
    if (resizable) this.#resize?.connect(({ cols, rows }) => process.resize(cols, rows));
    this.#stdin.connect(process);
  }

  /** The process takes more. */
  handleDrain(): void {
    this.#stdin.handleDrain();
  }

  setStalled(stalled: boolean): void {
    if (stalled) this.#stall ??= Promise.withResolvers();
    else this.#stall?.resolve();
    if (!stalled) this.#stall = undefined;
  }

  /** The client is gone: nothing more is read, and stdin ends. */
  stop(): void {
    this.#loop.stop();
    this.#stdin.end();
  }

  #handle(incoming: Incoming): Promise<void> | undefined {
    if (this.#stall !== undefined) return this.#stall.promise.then(() => this.#handle(incoming));
    if (incoming.type === 'message') return this.#handleMessage(incoming.bytes);
    if (!this.#options.faults.neverPong) this.#options.webSocket.pong(incoming.bytes);
    return undefined;
  }

  #handleMessage(message: Buffer): Promise<void> | undefined {
    this.#options.handleMessage();
    const payload = message.subarray(1);
    switch (message[0]) {
      case channels.stdin:
        return this.#options.request.stdin ? this.#stdin.write(payload) : undefined;
      case channels.resize:
        return this.#resize?.write(payload);
      case channels.close:
        this.#handleClose(payload);
        return undefined;
      default:
        // Empty messages and channels that are unknown or not the client's to write are ignored.
        return undefined;
    }
  }

  #handleClose(payload: Buffer): void {
    if (this.#options.negotiated.subprotocol !== v5) return;
    const [channel] = payload;
    if (payload.length !== 1 || channel === undefined || channel > channels.resize)
      this.#options.handleBadClose();
    else if (channel === channels.stdin) this.#stdin.end();
    else if (channel === channels.resize) this.#resize?.close();
  }
}
