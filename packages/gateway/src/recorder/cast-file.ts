import { appendFile, close, closeSync, ftruncate, openSync, rmSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import type { CastHeader } from './asciicast.ts';

/** Where lines go. One call at a time. */
export interface CastSink {
  /** Bytes that were written, in whole lines. */
  readonly bytes: number;
  /** Rejects when they could not be written; then nothing more can be. */
  append(lines: Uint8Array): Promise<void>;
  /** Never rejects, and does not wait for lines that are still being written: nobody does any more, and they do not count. */
  close(): Promise<void>;
}

const appendTo = promisify(appendFile);
const truncate = promisify(ftruncate);
const closeFile = promisify(close);

/**
 * A new file that its owner alone can read. It holds whole lines: what a write that failed left of one is cut off. Lines are with
 * the kernel once they are appended, so they outlive the gateway, but not a machine that loses its power.
 */
export class CastFile implements CastSink {
  readonly #descriptor: number;
  #bytes: number;
  #writing: Promise<void> = Promise.resolve();
  /** Nothing is being written, and nothing has failed. */
  #isWhole = true;

  /** Throws what the file system throws, also where there is such a file; then nothing is left of it. */
  constructor(path: string, header: CastHeader) {
    this.#descriptor = openSync(path, 'ax', 0o600);
    try {
      const line = Buffer.from(`${JSON.stringify(header)}\n`);
      this.#bytes = writeSync(this.#descriptor, line);
      if (this.#bytes < line.length) throw new Error('there is no room for it');
    } catch (error) {
      closeSync(this.#descriptor);
      rmSync(path, { force: true });
      throw error;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(lines: Uint8Array): Promise<void> {
    this.#isWhole = false;
    this.#writing = appendTo(this.#descriptor, lines);
    await this.#writing;
    this.#isWhole = true;
    this.#bytes += lines.length;
  }

  async close(): Promise<void> {
    if (this.#isWhole) await closeFile(this.#descriptor).catch(ignore);
    else void this.#cut();
  }

  async #cut(): Promise<void> {
    await this.#writing.catch(ignore);
    await truncate(this.#descriptor, this.#bytes).catch(ignore);
    await closeFile(this.#descriptor).catch(ignore);
  }
}

function ignore(): void {}
