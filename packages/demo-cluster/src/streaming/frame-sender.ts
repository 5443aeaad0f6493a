import type { WebSocket } from 'ws';

const highWaterBytes = 64 * 1024;
const lowWaterBytes = 16 * 1024;
const millisecondsPerSecond = 1_000;

/** How frames leave, for the faults that slow them down. */
export interface Wire {
  readonly stalled: boolean;
  readonly delayMs: number;
  readonly bytesPerSecond: number;
}

export const soundWire: Wire = { stalled: false, delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };

interface Frame {
  readonly data: Buffer | string;
  readonly bytes: number;
  readonly dueAt: number;
}

/** The frames on their way to the client: in order, bounded by those who look at `send`'s result. */
export class FrameSender {
  readonly #webSocket: WebSocket;
  readonly #handleRoom: () => void;
  readonly #frames: Frame[] = [];
  #wire = soundWire;
  #unsentBytes = 0;
  #full = false;
  #freeAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #flushed: (() => void)[] = [];

  constructor(webSocket: WebSocket, handleRoom: () => void) {
    this.#webSocket = webSocket;
    this.#handleRoom = handleRoom;
  }

  /** `false`: more than the bound is on its way; wait for `handleRoom`. */
  send(data: Buffer | string): boolean {
    const frame = { data, bytes: data.length, dueAt: performance.now() + this.#wire.delayMs };
    this.#unsentBytes += frame.bytes;
    this.#frames.push(frame);
    this.#pump();
    this.#full ||= this.#unsentBytes > highWaterBytes;
    return !this.#full;
  }

  setWire(wire: Wire): void {
    this.#wire = wire;
    this.#pump();
  }

  /** When everything sent so far has been handed to the system. */
  flush(): Promise<void> {
    if (this.#unsentBytes === 0) return Promise.resolve();
    return new Promise(resolve => this.#flushed.push(resolve));
  }

  /** The connection is gone: what waits is thrown away. */
  close(): void {
    clearTimeout(this.#timer);
    this.#frames.length = 0;
    this.#unsentBytes = 0;
    for (const resolve of this.#flushed.splice(0)) resolve();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    for (let frame = this.#frames[0]; frame !== undefined && !this.#wire.stalled; frame = this.#frames[0]) {
      const waitMs = Math.max(frame.dueAt, this.#freeAt) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      this.#frames.shift();
      this.#transmit(frame);
    }
  }

  #transmit({ data, bytes }: Frame): void {
    this.#freeAt = performance.now() + (bytes / this.#wire.bytesPerSecond) * millisecondsPerSecond;
    // A failed send is told by the connection's 'close'.
    this.#webSocket.send(data, { binary: typeof data !== 'string' }, () => this.#handleSent(bytes));
  }

  #handleSent(bytes: number): void {
    this.#unsentBytes = Math.max(0, this.#unsentBytes - bytes);
    if (this.#full && this.#unsentBytes <= lowWaterBytes) {
      this.#full = false;
      this.#handleRoom();
    }
    if (this.#unsentBytes === 0) for (const resolve of this.#flushed.splice(0)) resolve();
  }
}
