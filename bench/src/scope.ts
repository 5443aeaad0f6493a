import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Closable {
  close(): Promise<void>;
}

/** What is to be ended together: processes, and a directory for their files. */
export class Scope {
  /** Aborts when everything is to end. */
  readonly signal: AbortSignal;
  readonly #directory: string;
  readonly #owned: Closable[] = [];
  #closed = false;

  static async create(signal: AbortSignal): Promise<Scope> {
    return new Scope(signal, await mkdtemp(join(tmpdir(), 'podbay-bench-')));
  }

  constructor(signal: AbortSignal, directory: string) {
    this.signal = signal;
    this.#directory = directory;
  }

  /** A file of this name in a directory that goes with the scope. */
  path(name: string): string {
    return join(this.#directory, name);
  }

  /** What comes when everything has been closed is closed at once. */
  own(closable: Closable): void {
    if (this.#closed) void closable.close();
    else this.#owned.push(closable);
  }

  /** Closes all, the newest first, whatever becomes of some of them. Rejects with the first failure. */
  async close(): Promise<void> {
    this.#closed = true;
    const failures: unknown[] = [];
    for (let last = this.#owned.pop(); last !== undefined; last = this.#owned.pop()) {
      await last.close().catch(error => failures.push(error));
    }
    await rm(this.#directory, { recursive: true, force: true });
    if (failures.length > 0) throw failures[0];
  }
}
