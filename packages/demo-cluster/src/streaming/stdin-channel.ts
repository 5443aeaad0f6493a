import type { ContainerProcess } from '../runtime/runtime.ts';

/** The stdin channel: a pipe without a buffer of its own. A promise is a write that blocks until the process takes it. */
export class StdinChannel {
  #process: ContainerProcess | undefined;
  #ended = false;
  #release: (() => void) | undefined;

  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#ended || bytes.length === 0) return undefined;
    if (this.#process === undefined) return this.#released().then(() => this.write(bytes));
    return this.#process.write(bytes) ? undefined : this.#released();
  }

  /** What is written later is dropped. A terminal takes no notice. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#process?.end();
  }

  connect(process: ContainerProcess): void {
    this.#process = process;
    this.handleDrain();
    if (this.#ended) process.end();
  }

  handleDrain(): void {
    this.#release?.();
    this.#release = undefined;
  }

  #released(): Promise<void> {
    return new Promise(resolve => {
      this.#release = resolve;
    });
  }
}
