import { spawnSync } from 'node:child_process';
import type { TerminalSize } from '@podbay/remotecommand';

/** The terminal that this process was started in: its size, and the mode in which each key goes to the other side. */
export class LocalTerminal {
  readonly #stdin = process.stdin;
  readonly #stdout = process.stdout;
  readonly #leave = () => this.leaveRawMode();
  #handleResize: (() => void) | undefined;
  #raw = false;

  /** Tells whether somebody sits at both ends of this process. */
  static isHere(): boolean {
    return process.stdin.isTTY === true && process.stdout.isTTY === true;
  }

  /** `undefined`: the terminal does not know, as some do before they are shown. */
  get size(): TerminalSize | undefined {
    const { columns: cols, rows } = this.#stdout;
    return cols > 0 && rows > 0 ? { cols, rows } : undefined;
  }

  /** Ctrl-C and all other keys become bytes of the input, until `leaveRawMode`, or the process's exit, whatever causes it. */
  enterRawMode(): void {
    this.#raw = true;
    process.once('exit', this.#leave);
    this.#stdin.setRawMode(true);
    stopOutputProcessing();
  }

  /** The terminal is again as it was. */
  leaveRawMode(): void {
    if (!this.#raw) return;
    this.#raw = false;
    process.off('exit', this.#leave);
    this.#stdin.setRawMode(false);
  }

  /** Calls `listener` with each new size until `close`. */
  onResize(listener: (size: TerminalSize) => void): void {
    this.#handleResize = () => {
      if (this.size) listener(this.size);
    };
    this.#stdout.on('resize', this.#handleResize);
  }

  close(): void {
    this.leaveRawMode();
    if (this.#handleResize) this.#stdout.off('resize', this.#handleResize);
  }
}

/**
 * Node's raw mode goes on turning each LF into CR LF, but programs move the cursor straight down by a bare LF: the
 * container's own terminal has done all the processing that they want. `setRawMode(false)` brings this back, too.
 */
function stopOutputProcessing(): void {
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'], timeout: sttyMs });
}

const sttyMs = 2_000;
