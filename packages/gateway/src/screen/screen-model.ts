import type { TerminalSize } from '@podbay/protocol';
import { Picture } from './picture.ts';
import { Residue } from './residue.ts';
import { incompleteCharacter } from './sequence-scan.ts';
import { SequenceSplitter } from './sequence-splitter.ts';

export interface PaintedScreen {
  readonly exact: boolean;
  readonly bytes: Uint8Array;
  /** How many bytes at the end of the output are not part of it: the first ones of a character, at most 3. */
  readonly heldBytes: number;
}

/**
 * A terminal that follows a stream of output, of which parts may be left out.
 *
 *                 skip                      both are equal
 *   one picture ────────► two pictures ──────────────────────► one picture
 *     exact      gap        not exact                            exact
 *
 * After output that nobody parsed, modes, pen and title are known (`Residue`), text and cursor are not. From there on
 * two terminals follow the stream: one starts blank with the cursor in the first cell, one full of marks with the
 * cursor in the last. Whatever depends on the unknown differs between them. Once they are equal, nothing does any more,
 * and the screen is exact again: that takes a few lines of a log, or one redraw of a program.
 *
 * After bytes that are lost nobody knows the modes, either: then only a full reset makes the screen exact.
 */
export class ScreenModel {
  readonly #picture: Picture;
  readonly #splitter = new SequenceSplitter();
  readonly #scrollback: number;
  #shadow: Picture | undefined;
  #skipped: Residue | undefined;
  #resetsBeforeGap: number | undefined;
  #seeking = false;

  /** `scrollback`: how many lines above the screen are kept. */
  constructor(size: TerminalSize, scrollback: number) {
    this.#picture = new Picture(size, scrollback);
    this.#scrollback = scrollback;
  }

  get size(): TerminalSize {
    return this.#picture.size;
  }

  /** Whether everything on the screen is known. */
  get exact(): boolean {
    this.#settle();
    return this.#shadow === undefined && !this.#blind;
  }

  /** Takes output and parses it. */
  parse(bytes: Uint8Array): void {
    this.#settle();
    const complete = this.#splitter.push(this.#fromSafeStart(bytes));
    this.#picture.write(complete);
    this.#shadow?.write(complete);
    this.#regain();
  }

  /** Takes output and looks only for what outlives its text: many times as fast. */
  skip(bytes: Uint8Array): void {
    this.#skipped ??= new Residue();
    const residue = this.#skipped;
    this.#splitter.push(this.#fromSafeStart(bytes), complete => residue.listen(complete));
  }

  /** Output is missing here, nobody knows which. */
  gap(): void {
    this.#settle();
    this.#splitter.restart();
    this.#seeking = true;
    this.#resetsBeforeGap = this.#picture.resets;
    this.#lose(new Residue(), 'both');
  }

  resize(size: TerminalSize): void {
    this.#settle();
    this.#picture.resize(size);
    this.#shadow?.resize(size);
  }

  /**
   * The screen now. The bytes end with the sequence that is unfinished, if there is one, but never within a character:
   * xterm.js 6.0.0 loses characters like U+2014 whose bytes come in two writes.
   */
  paint(scrollbackLines: number): PaintedScreen {
    const { exact } = this;
    const painted = Buffer.from(this.#picture.paint(Math.min(scrollbackLines, this.#scrollback)));
    const { unfinished } = this.#splitter;
    const whole = incompleteCharacter(unfinished, 0);
    const bytes = Buffer.concat([painted, unfinished.subarray(0, whole)]);
    return { exact, bytes, heldBytes: unfinished.length - whole };
  }

  close(): void {
    this.#picture.close();
    this.#shadow?.close();
  }

  get #blind(): boolean {
    return this.#resetsBeforeGap === this.#picture.resets;
  }

  // Brings the terminals to where the output has ended that was skipped.
  #settle(): void {
    const residue = this.#skipped;
    if (residue === undefined) return;
    this.#skipped = undefined;
    this.#lose(residue, residue.changesBuffer ? 'both' : 'active');
  }

  #lose(residue: Residue, which: 'active' | 'both'): void {
    this.#shadow ??= this.#picture.clone();
    for (const [picture, stand] of [
      [this.#picture, 'blank'],
      [this.#shadow, 'marked'],
    ] as const) {
      picture.loseCursor(stand);
      picture.write(residue.text);
      picture.forget(stand, which);
    }
  }

  #regain(): void {
    const shadow = this.#shadow;
    if (shadow === undefined || this.#picture.paint(0) !== shadow.paint(0)) return;
    this.#picture.trimScrollback(this.#picture.sameScrollback(shadow));
    this.#shadow = undefined;
    shadow.close();
  }

  // After a gap the output may go on within a sequence: the next one, or the next line, is a start for sure.
  #fromSafeStart(bytes: Uint8Array): Uint8Array {
    if (!this.#seeking) return bytes;
    const start = bytes.findIndex(byte => byte === 0x1b || byte === 0x0a);
    if (start === -1) return bytes.subarray(bytes.length);
    this.#seeking = false;
    return bytes.subarray(start);
  }
}
