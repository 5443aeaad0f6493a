import type { TerminalSize } from '@podbay/protocol';
import { Picture, type Stand } from './picture.ts';
import { Residue } from './residue.ts';
import { incompleteCharacter } from './sequence-scan.ts';
import { SequenceSplitter } from './sequence-splitter.ts';

export interface PaintedScreen {
  readonly exact: boolean;
  readonly bytes: Uint8Array;
  /** How many bytes at the end of the output are not part of it: the first ones of a character, at most 3. */
  readonly heldBytes: number;
}

interface Pictures {
  readonly main: Picture;
  shadow: Picture | undefined;
}

interface FrozenPictures {
  readonly size: TerminalSize;
  readonly blind: boolean;
  readonly main: string;
  readonly shadow: string | undefined;
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
 * cursor near the last. Whatever depends on the unknown differs between them. Once they are equal, nothing does any more,
 * and the screen is exact again: that takes a few lines of a log, or one redraw of a program.
 *
 * After bytes that are lost nobody knows the modes, either: then only a full reset makes the screen exact.
 */
export class ScreenModel {
  readonly #splitter = new SequenceSplitter();
  readonly #scrollback: number;
  #open: Pictures | undefined;
  #frozen: FrozenPictures | undefined;
  #skipped: Residue | undefined;
  #resetsBeforeGap: number | undefined;
  #seeking = false;

  /** `scrollback`: how many lines above the screen are kept. */
  constructor(size: TerminalSize, scrollback: number) {
    this.#open = { main: new Picture(size, scrollback), shadow: undefined };
    this.#scrollback = scrollback;
  }

  /** Whether terminals are open for it. */
  get isLive(): boolean {
    return this.#open !== undefined;
  }

  /** Whether everything on the screen is known. */
  get exact(): boolean {
    this.#settle();
    return this.#pictures.shadow === undefined && !this.#blind;
  }

  /** Takes output and parses it. */
  parse(bytes: Uint8Array): void {
    this.#settle();
    const { main, shadow } = this.#pictures;
    const complete = this.#splitter.push(this.#fromSafeStart(bytes));
    try {
      main.write(complete);
      shadow?.write(complete);
    } catch {
      this.#startAnew(main.size);
    }
    this.#regain();
  }

  /** Takes output and looks only for what outlives its text: many times as fast. */
  skip(bytes: Uint8Array): void {
    this.#skipped ??= this.#newResidue();
    const residue = this.#skipped;
    this.#splitter.push(this.#fromSafeStart(bytes), complete => residue.listen(complete));
    residue.fold();
  }

  /** Whole lines of text were left out, with no sequence in them. */
  pass(): void {
    // Nobody knows whether they were the rest of what is unfinished.
    if (this.#splitter.unfinished.length > 0) this.gap();
    this.#seeking = false;
    this.#skipped ??= this.#newResidue();
  }

  /** Output is missing here, nobody knows which. */
  gap(): void {
    this.#settle();
    this.#splitter.restart();
    this.#seeking = true;
    this.#resetsBeforeGap = this.#pictures.main.resets;
    this.#lose(this.#newResidue(), 'both');
  }

  resize(size: TerminalSize): void {
    this.#settle();
    const { main, shadow } = this.#pictures;
    main.resize(size);
    shadow?.resize(size);
  }

  /**
   * The screen now. The bytes end with the sequence that is unfinished, if there is one, but never within a character:
   * xterm.js 6.0.0 loses characters like U+2014 whose bytes come in two writes.
   */
  paint(scrollbackLines: number): PaintedScreen {
    const { exact } = this;
    const painted = this.#pictures.main.paint(Math.min(scrollbackLines, this.#scrollback));
    const { unfinished } = this.#splitter;
    const whole = incompleteCharacter(unfinished, 0);
    const paintedBytes = Buffer.byteLength(painted);
    const bytes = Buffer.allocUnsafeSlow(paintedBytes + whole); // of its own, for it is transferred
    bytes.write(painted);
    unfinished.copy(bytes, paintedBytes, 0, whole);
    return { exact, bytes, heldBytes: unfinished.length - whole };
  }

  /** Closes the terminals and keeps what they would be painted with, until they are needed again. */
  freeze(): void {
    if (this.#open === undefined) return;
    const { main, shadow } = this.#open;
    const [blind, size] = [this.#blind, main.size];
    this.#frozen = {
      size,
      blind,
      main: main.paint(this.#scrollback),
      shadow: shadow?.paint(this.#scrollback),
    };
    this.close();
  }

  close(): void {
    this.#open?.main.close();
    this.#open?.shadow?.close();
    this.#open = undefined;
  }

  get #pictures(): Pictures {
    this.#open ??= this.#thaw();
    return this.#open;
  }

  get #blind(): boolean {
    return this.#resetsBeforeGap === this.#pictures.main.resets;
  }

  #thaw(): Pictures {
    const frozen = this.#frozen;
    if (frozen === undefined) throw new Error('the model is closed');
    this.#frozen = undefined;
    this.#resetsBeforeGap = frozen.blind ? 0 : undefined;
    const repaint = (painted: string) => new Picture(frozen.size, this.#scrollback, painted);
    return {
      main: repaint(frozen.main),
      shadow: frozen.shadow === undefined ? undefined : repaint(frozen.shadow),
    };
  }

  // Brings the terminals to where the output has ended that was skipped.
  #settle(): void {
    const residue = this.#skipped;
    if (residue === undefined) return;
    this.#skipped = undefined;
    this.#lose(residue, residue.changesBuffer ? 'both' : 'active');
    if (residue.isDoubtful) this.#resetsBeforeGap = this.#pictures.main.resets;
  }

  #newResidue(): Residue {
    const { main } = this.#pictures;
    return new Residue({ rows: main.size.rows, isAlternate: main.isAlternate });
  }

  #lose(residue: Residue, which: 'active' | 'both'): void {
    const pictures = this.#pictures;
    pictures.shadow ??= pictures.main.clone();
    lose(pictures.main, 'blank', residue, which);
    lose(pictures.shadow, 'marked', residue, which);
  }

  // xterm.js throws at sequences that it didn't foresee, and is of no use afterwards.
  #startAnew(size: TerminalSize): void {
    this.close();
    this.#open = { main: new Picture(size, this.#scrollback), shadow: undefined };
    this.gap();
  }

  #regain(): void {
    const pictures = this.#pictures;
    const { main, shadow } = pictures;
    if (shadow === undefined || main.paint(0) !== shadow.paint(0)) return;
    main.trimScrollback(main.sameScrollback(shadow));
    pictures.shadow = undefined;
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

function lose(picture: Picture, stand: Stand, residue: Residue, which: 'active' | 'both'): void {
  picture.write(residue.text(stand === 'blank' ? '\x1b[H' : '\x1b[999;999H\x1b[D'));
  picture.forget(stand, which);
  if (residue.losesAlternateSaved) picture.loseAlternateSaved(stand);
}
