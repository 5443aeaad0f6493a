import type { TerminalSize } from '@podbay/protocol';

/** The size that a session has, and the one that this viewer's terminal wants: none while it follows another viewer's. */
export class SharedSize {
  #wanted: TerminalSize | undefined;
  #shared: TerminalSize | undefined;

  constructor(wanted: TerminalSize | undefined) {
    this.#wanted = wanted;
  }

  get wanted(): TerminalSize | undefined {
    return this.#wanted;
  }

  /** The terminal has another size now; the one that it follows is not its own wish. */
  want(size: TerminalSize): void {
    if (this.#wanted !== undefined || !isSame(size, this.#shared)) this.#wanted = size;
  }

  /** The session has this size. */
  learn(size: TerminalSize): void {
    this.#shared = size;
  }

  /** Another viewer has changed the size. */
  follow(size: TerminalSize): void {
    this.#wanted = undefined;
    this.learn(size);
  }

  /** The size to ask for now, or `undefined` where the session has it, or nothing is wanted. */
  take(): TerminalSize | undefined {
    if (this.#wanted === undefined || isSame(this.#wanted, this.#shared)) return undefined;
    this.#shared = this.#wanted;
    return this.#wanted;
  }
}

function isSame(a: TerminalSize, b: TerminalSize | undefined): boolean {
  return a.cols === b?.cols && a.rows === b.rows;
}
