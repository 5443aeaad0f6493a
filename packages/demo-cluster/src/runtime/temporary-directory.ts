import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new directory for the containers' files. It goes with `close`, else when the process exits. */
export class TemporaryDirectory {
  readonly path: string;
  readonly #handleExit = () => this.#removeNow();

  private constructor(path: string) {
    this.path = path;
    process.on('exit', this.#handleExit);
  }

  static async create(): Promise<TemporaryDirectory> {
    return new TemporaryDirectory(await mkdtemp(join(tmpdir(), 'podbay-demo-')));
  }

  async close(): Promise<void> {
    await rm(this.path, removal);
    process.off('exit', this.#handleExit);
  }

  #removeNow(): void {
    try {
      rmSync(this.path, removal);
    } catch {
      // A program that outlives this process may still write there.
    }
  }
}

const removal = { recursive: true, force: true } as const;
