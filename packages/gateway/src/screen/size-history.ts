import type { TerminalSize } from '@podbay/protocol';

export interface SizeChange {
  readonly offset: number;
  readonly size: TerminalSize;
}

const maxChanges = 64;

/** The sizes that a terminal had, as far back as output may have to be parsed again. */
export class SizeHistory {
  #changes: SizeChange[];

  constructor(size: TerminalSize) {
    this.#changes = [{ offset: 0, size }];
  }

  /** From `offset` on it has this size. Nothing before `needed` will be asked for; of too many the oldest is dropped. */
  add(size: TerminalSize, offset: number, needed: number): void {
    this.#changes.push({ offset, size });
    const first = this.#changes.findLastIndex(change => change.offset <= needed);
    this.#changes.splice(0, Math.max(first, this.#changes.length - maxChanges));
  }

  /** The size at `offset`, and those that came later. */
  from(offset: number): { readonly first: TerminalSize; readonly later: readonly SizeChange[] } {
    const at = Math.max(
      0,
      this.#changes.findLastIndex(change => change.offset <= offset),
    );
    const [first, ...later] = this.#changes.slice(at);
    if (first === undefined) throw new RangeError('there is always one size');
    return { first: first.size, later };
  }
}
