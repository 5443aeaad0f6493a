import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is to be ended together: processes, and a directory for their files. */
export class Scope {
  /** Aborts when everything is to end. */
  readonly signal: AbortSignal;
  readonly #directory: string;
  readonly #owned: { close(): Promise<void> }[] = [];

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

  own(closable: { close(): Promise<void> }): void {
    this.#owned.push(closable);
  }

  async close(): Promise<void> {
    for (let last = this.#owned.pop(); last !== undefined; last = this.#owned.pop()) await last.close();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
