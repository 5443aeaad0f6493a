import { acceptWebSocket } from './connection.ts';
import { Faults } from './faults.ts';
import { askKubelet, shakeHands } from './handshake.ts';
import { type Refusal, sendRefusal } from './refusal.ts';
import { Stream } from './stream.ts';
import type { StreamCounters } from './stream-counters.ts';
import { StreamFaults } from './stream-faults.ts';
import type { StreamRequest } from './stream-request.ts';

export interface StreamServerOptions {
  /** How long the dial to an unreachable node takes before its error comes. Kubernetes: 30 s. */
  readonly unreachableWaitMs?: number;
  /** Connections without a message for so long are dropped; pings don't count. Kubernetes: 4 h. */
  readonly idleMs?: number;
}

const defaults = { unreachableWaitMs: 30_000, idleMs: 4 * 60 * 60 * 1000 };

/** Exec and attach over WebSocket, as Kubernetes serves them, with faults that can be switched on. */
export interface StreamServer {
  /** Answers an upgrade request; the socket is the server's from now on. Never throws. */
  handle(request: StreamRequest): void;
  readonly faults: Faults;
  /** A live view. */
  readonly counters: Readonly<StreamCounters>;
  /** Drops every connection. Commands are the runtime's to end. */
  close(): Promise<void>;
}

export function createStreamServer(options: StreamServerOptions = {}): StreamServer {
  return new LocalStreamServer({ ...defaults, ...options });
}

class LocalStreamServer implements StreamServer {
  readonly faults = new Faults();
  readonly counters: StreamCounters = { open: 0, accepted: 0, refused: 0, orphaned: 0 };
  readonly #options: Required<StreamServerOptions>;
  readonly #abort = new AbortController();
  readonly #sockets = new Set<StreamRequest['socket']>();

  constructor(options: Required<StreamServerOptions>) {
    this.#options = options;
  }

  handle(request: StreamRequest): void {
    const { socket } = request;
    // First of all: a client may reset the connection at any time.
    socket.on('error', () => socket.destroy());
    if (this.#abort.signal.aborted || socket.destroyed) {
      socket.destroy();
      return;
    }
    this.counters.open++;
    this.#sockets.add(socket);
    const faults = new StreamFaults(this.faults, request.pod);
    socket.once('close', () => {
      this.counters.open--;
      this.#sockets.delete(socket);
      faults.close();
    });
    this.#serve(request, faults).catch(() => socket.destroy());
  }

  async close(): Promise<void> {
    this.#abort.abort();
    const closed = [...this.#sockets].map(socket => new Promise(resolve => socket.once('close', resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  async #serve(request: StreamRequest, faults: StreamFaults): Promise<void> {
    const { signal } = this.#abort;
    const { unreachableWaitMs, idleMs } = this.#options;
    const handshake = await shakeHands(request, {
      delayMs: faults.handshakeDelayMs,
      unreachableWaitMs,
      signal,
    });
    if (handshake.type === 'refused') {
      this.#refuse(request, handshake.refusal);
      return;
    }
    if (request.socket.destroyed) return;
    const { negotiated } = handshake;
    const webSocket = await acceptWebSocket(request, negotiated.subprotocol);
    this.counters.accepted++;
    const stream = new Stream({ request, negotiated, webSocket, faults, counters: this.counters, idleMs });
    stream.open();
    await stream.run(handshake.found ?? (await askKubelet(request, { unreachableWaitMs, signal })));
  }

  #refuse(request: StreamRequest, refusal: Refusal): void {
    this.counters.refused++;
    sendRefusal(request.socket, refusal);
  }
}
