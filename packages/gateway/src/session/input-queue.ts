import type { Process } from './process.ts';

const maxRememberedClients = 256;

interface Chunk {
  readonly client: string;
  readonly bytes: Uint8Array;
}

/**
 * Input on its way to the process, in the order of arrival, each client's counted by its own offset.
 *
 *   browser ──accept──► accepted ··· queued while the process is full or not there yet ··· ──write──► written
 *
 * `accepted` is what a client is told when it comes back: it never sends those bytes again, even though they may
 * still be queued here. `written` is what it is told while it sends: that is the brake.
 */
export class InputQueue {
  readonly #onWritten: (client: string, offset: number) => void;
  readonly #accepted = new Map<string, number>();
  readonly #written = new Map<string, number>();
  #chunks: Chunk[] = [];
  #queuedBytes = 0;
  #process: Process | undefined;
  #full = false;
  #latest = '';

  constructor(onWritten: (client: string, offset: number) => void) {
    this.#onWritten = onWritten;
  }

  /** Bytes that wait for the process. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** How many bytes of this client's input have been accepted so far. */
  accepted(client: string): number {
    return this.#accepted.get(client) ?? 0;
  }

  /** Takes the next bytes of a client's input. */
  accept(client: string, bytes: Uint8Array): void {
    this.#countAccepted(client, bytes.length);
    if (this.#process === undefined || this.#full) this.#enqueue({ client, bytes });
    else this.#write(this.#process, { client, bytes });
  }

  /** Counts input that is not passed on as taken, so that its client goes on. */
  skip(client: string, length: number): void {
    this.#countAccepted(client, length);
    this.#countWritten(client, length);
  }

  /** Takes back what waits; its clients go on. */
  discard(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#queuedBytes = 0;
    for (const { client, bytes } of chunks) this.#countWritten(client, bytes.length);
  }

  /** The process runs: what waited goes to it. */
  start(process: Process): void {
    this.#process = process;
    this.handleDrain();
  }

  /** The process has room again. */
  handleDrain(): void {
    this.#full = false;
    const process = this.#process;
    if (process === undefined) return;
    let next = 0;
    for (; next < this.#chunks.length && !this.#full; next++) {
      const chunk = this.#chunks[next];
      if (chunk === undefined) break;
      this.#queuedBytes -= chunk.bytes.length;
      this.#write(process, chunk);
    }
    this.#chunks.splice(0, next);
  }

  /** Forgets everything that waits. */
  close(): void {
    this.#process = undefined;
    this.#chunks = [];
    this.#queuedBytes = 0;
  }

  #enqueue(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.bytes.length;
  }

  #write(process: Process, { client, bytes }: Chunk): void {
    this.#full = !process.write(bytes);
    this.#countWritten(client, bytes.length);
  }

  #countAccepted(client: string, length: number): void {
    const offset = this.accepted(client) + length;
    // To the end; mostly it is there.
    if (client !== this.#latest) this.#accepted.delete(client);
    this.#latest = client;
    this.#accepted.set(client, offset);
    this.#forgetOldest();
  }

  #countWritten(client: string, length: number): void {
    const offset = (this.#written.get(client) ?? 0) + length;
    this.#written.set(client, offset);
    this.#onWritten(client, offset);
  }

  // A client that comes back after 256 others have typed starts a new stream.
  #forgetOldest(): void {
    if (this.#accepted.size <= maxRememberedClients) return;
    const oldest = this.#accepted.keys().next().value;
    if (oldest === undefined) return;
    this.#accepted.delete(oldest);
    this.#written.delete(oldest);
  }
}
