import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const batch = 24;
const { O_RDONLY, O_WRONLY, O_RDWR, O_NONBLOCK } = constants;

/** The two ends of a pipe. The one that stays here does not block, the child's does. */
export interface PipeEnds {
  readonly ours: number;
  readonly childs: number;
}

/**
 * Real pipes for the containers' streams, as containerd's are. Node gives its children socket pairs, and a program that opens
 * `/dev/stderr` fails on those. Node cannot make a pipe either, so FIFOs are made by `mkfifo`, many at a time, and lose their names
 * as soon as both ends are open.
 */
export class FifoPool {
  readonly #mkfifo: string;
  readonly #directory: string;
  #count = 0;
  #ready: string[] = [];
  #making: Promise<void> | undefined;

  constructor(mkfifo: string, directory: string) {
    this.#mkfifo = mkfifo;
    this.#directory = directory;
  }

  /** A pipe that the child writes and we read. */
  async output(): Promise<PipeEnds> {
    const path = await this.#take();
    const ours = openSync(path, O_RDONLY | O_NONBLOCK);
    const childs = openSync(path, O_WRONLY);
    unlinkSync(path);
    return { ours, childs };
  }

  /** A pipe that we write and the child reads. */
  async input(): Promise<PipeEnds> {
    const path = await this.#take();
    // Opening one end waits for the other; both ends at once do not.
    const both = openSync(path, O_RDWR | O_NONBLOCK);
    const childs = openSync(path, O_RDONLY);
    const ours = openSync(path, O_WRONLY | O_NONBLOCK);
    closeSync(both);
    unlinkSync(path);
    return { ours, childs };
  }

  async #take(): Promise<string> {
    for (let path = this.#ready.pop(); ; path = this.#ready.pop()) {
      if (path !== undefined) return path;
      this.#making ??= this.#make().finally(() => {
        this.#making = undefined;
      });
      await this.#making;
    }
  }

  async #make(): Promise<void> {
    const paths = Array.from({ length: batch }, () => join(this.#directory, `fifo-${this.#count++}`));
    await run(this.#mkfifo, ['-m', '600', ...paths]);
    this.#ready.push(...paths);
  }
}
