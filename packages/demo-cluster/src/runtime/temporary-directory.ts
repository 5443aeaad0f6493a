import { createHash } from 'node:crypto';
import { readlinkSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new directory for the containers' files. It goes with `close`, else when the process exits; what a process left that was killed
 * goes when another one comes.
 */
export class TemporaryDirectory {
  readonly path: string;
  readonly #handleExit = () => this.#removeNow();
  readonly #swept: Promise<void>;

  private constructor(path: string) {
    this.path = path;
    process.on('exit', this.#handleExit);
    this.#swept = sweep();
  }

  static async create(): Promise<TemporaryDirectory> {
    return new TemporaryDirectory(await mkdtemp(join(tmpdir(), `${prefix()}${process.pid}-`)));
  }

  async close(): Promise<void> {
    await rm(this.path, removal);
    process.off('exit', this.#handleExit);
    await this.#swept;
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

// Whose pid it is: another machine, or another container, may use the same directory for temporary files.
function prefix(): string {
  const place = createHash('sha256').update(`${hostname()} ${processNamespace()}`).digest('hex');
  return `podbay-demo-${place.slice(0, 8)}-`;
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

async function sweep(): Promise<void> {
  const own = prefix();
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter(candidate => candidate.startsWith(own))) {
    const pid = Number(name.slice(own.length).split('-')[0]);
    // Somebody else's can't be removed, and is theirs to remove.
    if (!exists(pid)) await rm(join(tmpdir(), name), removal).catch(() => {});
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
