import { writeSync } from 'node:fs';

const maxQueuedBytes = 64 * 1024;
const firstRetryMs = 1;
const maxRetryMs = 16;

/**
 * What is typed into a pseudoterminal, in order and bounded. The master's descriptor does not block: when the terminal's buffer is
 * full because the program does not read, the rest waits here and is tried again, a little later each time (the kernel's readiness
 * events are out of reach: the descriptor is already watched for reading).
 */
export class PtyInput {
  readonly #fd: number;
  readonly #handleDrain: () => void;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = firstRetryMs;
  #full = false;
  #closed = false;

  constructor(fd: number, handleDrain: () => void) {
    this.#fd = fd;
    this.#handleDrain = handleDrain;
  }

  /** `false` once more than the bound is waiting. */
  write(bytes: Uint8Array): boolean {
    if (this.#closed || bytes.length === 0) return true;
    this.#queue.push(Buffer.from(bytes));
    this.#queuedBytes += bytes.length;
    if (this.#retry === undefined) this.#flush();
    this.#full = this.#queuedBytes > maxQueuedBytes;
    return !this.#full;
  }

  /** The descriptor is about to be closed; nothing may touch it from now on. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#queuedBytes = 0;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#tellDrain();
  }

  #flush(): void {
    this.#retry = undefined;
    while (!this.#closed && this.#queue.length > 0) {
      const written = this.#writeSome();
      if (written === 0) {
        this.#retryLater();
        return;
      }
      this.#retryMs = firstRetryMs;
    }
    this.#tellDrain();
  }

  #writeSome(): number {
    const first = this.#queue[0];
    if (first === undefined) return 0;
    let written: number;
    try {
      written = writeSync(this.#fd, first);
    } catch (error) {
      if (isTemporary(error)) return 0;
      // EIO: no program has the terminal open any more, so nobody will ever read this.
      written = first.length;
    }
    this.#queuedBytes -= written;
    if (written === first.length) this.#queue.shift();
    else this.#queue[0] = first.subarray(written);
    return written;
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => this.#flush(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, maxRetryMs);
    if (this.#queuedBytes <= maxQueuedBytes) this.#tellDrain();
  }

  #tellDrain(): void {
    if (!this.#full) return;
    this.#full = false;
    this.#handleDrain();
  }
}

function isTemporary(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}
