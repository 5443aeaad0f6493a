import type { Writable } from 'node:stream';

/** What is paused while one of this process's own outputs takes no more. */
export interface OutputSource {
  pause(): void;
  resume(): void;
}

/** Writes a command's output to this process's stdout and stderr, at the pace of the slower one. */
export class LocalOutput {
  readonly #full = new Set<Writable>();
  #source: OutputSource | undefined;

  /** From now on `source` is paused while an output is full. */
  connect(source: OutputSource): void {
    this.#source = source;
    if (this.#full.size > 0) source.pause();
  }

  write(stream: Writable, bytes: Buffer): void {
    if (stream.write(bytes) || this.#full.has(stream)) return;
    this.#full.add(stream);
    this.#source?.pause();
    stream.once('drain', () => {
      this.#full.delete(stream);
      if (this.#full.size === 0) this.#source?.resume();
    });
  }
}

/** Resolves once all that was written has left this process, or can't. */
export async function flush(stream: Writable): Promise<void> {
  if (stream.writableLength === 0 || stream.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.write('', () => resolve());
  stream.once('error', () => resolve());
  await promise;
}
