import type { Readable } from 'node:stream';
import type { ContainerProcess, ContainerProcessListener, UnreadOutput } from './runtime.ts';

/** The pipes or the terminal of a process of this machine. */
export interface LocalStreams {
  readonly outputs: readonly LocalOutput[];
  readonly input: LocalInput;
  /** The exit code as Kubernetes reports it: 128 and the signal's number when a signal ended the process. */
  readonly exit: Promise<number>;
  resize(cols: number, rows: number): void;
}

export interface LocalOutput {
  readonly stream: 'stdout' | 'stderr';
  /** Ends (by `end`, or by `error` EIO on a terminal) after the last byte. */
  readonly readable: Readable;
}

export interface LocalInput {
  write(bytes: Uint8Array): boolean;
  end(): void;
  onDrain(listener: () => void): void;
}

/**
 * A process with its streams. Output is not read before somebody listens, so that nothing is lost and nothing piles up.
 *
 *   outputs ended ──┐
 *                   ├──► handleExit (so: after the last output byte, and after the process is gone)
 *   process exited ─┘
 */
export class LocalProcess implements ContainerProcess {
  readonly #streams: LocalStreams;
  #listener: ContainerProcessListener | undefined;
  #unread: UnreadOutput | undefined;
  #paused = false;

  constructor(streams: LocalStreams) {
    this.#streams = streams;
    for (const { readable } of streams.outputs) {
      readable.on('error', () => readable.destroy());
      readable.pause();
    }
    streams.input.onDrain(() => this.#listener?.handleDrain());
    void this.#tellExit();
  }

  write(bytes: Uint8Array): boolean {
    return this.#streams.input.write(bytes);
  }

  end(): void {
    this.#streams.input.end();
  }

  resize(cols: number, rows: number): void {
    this.#streams.resize(cols, rows);
  }

  pause(): void {
    this.#paused = true;
    for (const { readable } of this.#streams.outputs) readable.pause();
  }

  resume(): void {
    this.#paused = this.#unread === 'blocks';
    if (this.#paused || this.#listener === undefined) return;
    for (const { readable } of this.#streams.outputs) readable.resume();
  }

  listen(listener: ContainerProcessListener): void {
    if (this.#listener !== undefined) throw new TypeError('listen: expected to be called once');
    this.#listener = listener;
    for (const { stream, readable } of this.#streams.outputs) {
      readable.on('data', (bytes: Buffer) => this.#listener?.handleOutput(stream, bytes));
    }
    if (!this.#paused) this.resume();
  }

  detach(unread: UnreadOutput): void {
    this.#unread = unread;
    const exit = this.#listener?.handleExit.bind(this.#listener) ?? (() => {});
    this.#listener = { handleOutput() {}, handleDrain() {}, handleExit: exit };
    if (unread === 'blocks') this.pause();
    else this.resume();
  }

  async #tellExit(): Promise<void> {
    const ended = this.#streams.outputs.map(({ readable }) => whenClosed(readable));
    const exitCode = await this.#streams.exit;
    // Nobody will ever read these bytes: give the descriptors back.
    if (this.#unread === 'blocks') this.#release();
    await Promise.all(ended);
    this.#listener?.handleExit(exitCode);
  }

  #release(): void {
    for (const { readable } of this.#streams.outputs) readable.destroy();
  }
}

function whenClosed(readable: Readable): Promise<void> {
  return new Promise(resolve => {
    if (readable.closed) resolve();
    else readable.once('close', () => resolve());
  });
}
