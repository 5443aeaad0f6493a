import { channels, encodeFrame, encodeStdinEnd } from './channel.ts';
import type { MessageSocket } from './message-socket.ts';

/** Messages are at most 32 KiB, channel byte included: what Kubernetes' own hops copy at once. */
const chunkBytes = 32 * 1024 - 1;
/** How much is given to the socket at a time; the rest waits in the caller's own memory. */
const maxInFlightBytes = 128 * 1024;
const highWaterBytes = 256 * 1024;
const lowWaterBytes = 64 * 1024;

/** What stdin needs of a socket. */
export type StdinSocket = Pick<MessageSocket, 'send' | 'bufferedBytes'>;

/** The container's stdin: takes whatever is written, passes it on in chunks as fast as the socket takes them. */
export class Stdin {
  readonly #socket: StdinSocket;
  readonly #handleDrain: () => void;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #sentBytes = 0;
  #full = false;
  #state: 'open' | 'ending' | 'ended' = 'open';
  readonly #handleSent = () => {
    this.#pump();
    this.#tellDrain();
  };

  constructor(socket: StdinSocket, handleDrain: () => void) {
    this.#socket = socket;
    this.#handleDrain = handleDrain;
  }

  /** What was written and has not left this process. */
  get bufferedBytes(): number {
    return this.#queuedBytes + this.#socket.bufferedBytes;
  }

  /** All that was ever given to the socket. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** `false`: full; wait for the drain. The bytes must not be changed any more. After the end they are dropped. */
  write(bytes: Uint8Array): boolean {
    if (this.#state !== 'open') return true;
    if (bytes.length > 0) {
      this.#queue.push(bytes);
      this.#queuedBytes += bytes.length;
      this.#pump();
    }
    this.#full ||= this.bufferedBytes >= highWaterBytes;
    return !this.#full;
  }

  /** Ends the container's stdin once everything before has been sent. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#pump();
  }

  /** Sends nothing any more and drops what waits. */
  stop(): void {
    this.#state = 'ended';
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#full = false;
  }

  #pump(): void {
    while (this.#queuedBytes > 0 && this.#socket.bufferedBytes < maxInFlightBytes) this.#sendChunk();
    if (this.#queuedBytes === 0 && this.#state === 'ending') {
      this.#state = 'ended';
      this.#socket.send(encodeStdinEnd());
    }
  }

  #sendChunk(): void {
    const head = this.#queue[0] as Uint8Array;
    const chunk = head.subarray(0, chunkBytes);
    if (chunk.length === head.length) this.#queue.shift();
    else this.#queue[0] = head.subarray(chunk.length);
    this.#queuedBytes -= chunk.length;
    this.#sentBytes += chunk.length;
    this.#socket.send(encodeFrame(channels.stdin, chunk), this.#handleSent);
  }

  #tellDrain(): void {
    if (!this.#full || this.bufferedBytes > lowWaterBytes) return;
    this.#full = false;
    this.#handleDrain();
  }
}
