import { LineLog } from './container-log.ts';
import type { LocalProcess } from './local-process.ts';
import type { ContainerProcess, ContainerProcessListener, UnreadOutput } from './runtime.ts';

/**
 * A container's main process: its output goes to the log and to everybody who attached. One of them who does not read holds it up for
 * all, as in containerd.
 */
export class MainProcess {
  readonly log = new LineLog();
  readonly exit: Promise<number>;
  readonly #process: LocalProcess;
  readonly #acceptsInput: boolean;
  readonly #attached = new Set<Attachment>();

  constructor(process: LocalProcess, acceptsInput: boolean) {
    this.#process = process;
    this.#acceptsInput = acceptsInput;
    this.exit = new Promise(resolve => {
      process.listen({
        handleOutput: (stream, bytes) => this.#handleOutput(stream, bytes),
        handleDrain: () => this.#each(attachment => attachment.listener?.handleDrain()),
        handleExit: code => {
          this.log.finish();
          this.#each(attachment => attachment.listener?.handleExit(code));
          resolve(code);
        },
      });
    });
  }

  attach(): ContainerProcess {
    const attachment = new Attachment({
      // Without `stdin: true` in the pod's spec there is nobody to write to: the bytes are thrown away.
      write: bytes => !this.#acceptsInput || this.#process.write(bytes),
      resize: (cols, rows) => this.#process.resize(cols, rows),
      handleChange: () => this.#handleChange(attachment),
    });
    this.#attached.add(attachment);
    return attachment;
  }

  #handleOutput(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    this.log.append(stream, bytes);
    this.#each(attachment => attachment.listener?.handleOutput(stream, bytes));
  }

  #handleChange(attachment: Attachment): void {
    if (attachment.left) this.#attached.delete(attachment);
    const paused = [...this.#attached].some(other => other.paused);
    if (paused) this.#process.pause();
    else this.#process.resume();
  }

  #each(tell: (attachment: Attachment) => void): void {
    for (const attachment of [...this.#attached]) tell(attachment);
  }
}

interface AttachmentOptions {
  write(bytes: Uint8Array): boolean;
  resize(cols: number, rows: number): void;
  handleChange(): void;
}

class Attachment implements ContainerProcess {
  listener: ContainerProcessListener | undefined;
  paused = false;
  left = false;
  readonly #options: AttachmentOptions;

  constructor(options: AttachmentOptions) {
    this.#options = options;
  }

  write(bytes: Uint8Array): boolean {
    return this.left || this.#options.write(bytes);
  }

  /** The container's stdin stays open for the next one who attaches (`stdinOnce` is false). */
  end(): void {}

  resize(cols: number, rows: number): void {
    if (!this.left) this.#options.resize(cols, rows);
  }

  pause(): void {
    this.#setPaused(true);
  }

  resume(): void {
    this.#setPaused(false);
  }

  listen(listener: ContainerProcessListener): void {
    this.listener = listener;
  }

  /** Whatever is asked for, a main process goes on: its output goes to the log. */
  detach(_unread: UnreadOutput): void {
    this.left = true;
    this.listener = undefined;
    this.#options.handleChange();
  }

  #setPaused(paused: boolean): void {
    if (this.paused === paused || this.left) return;
    this.paused = paused;
    this.#options.handleChange();
  }
}
