import type { TerminalSize } from '@podbay/protocol';
import { LinePainter } from './line-painter.ts';
import { paintTerminal } from './paint.ts';
import {
  type CoreBuffer,
  newCell,
  type OpenTerminal,
  openTerminal,
  type TerminalCore,
} from './terminal-core.ts';
import { Traits } from './traits.ts';

/** What stands for what is not known: nothing, or marks that no program prints, with the cursor at the other end. */
export type Stand = 'blank' | 'marked';

// A character from a private area, inverse.
const mark = { content: (1 << 22) | 0xf8ff, fg: 0x4000000 };

/** One terminal of the model: it parses, it is painted, and parts of it can be forgotten. */
export class Picture {
  readonly #open: OpenTerminal;
  readonly #traits = new Traits();
  readonly #scrollback: number;

  constructor(size: TerminalSize, scrollback: number, painted = '') {
    this.#open = openTerminal(size, scrollback);
    this.#scrollback = scrollback;
    this.#traits.follow(this.#open.terminal);
    if (painted !== '') this.write(painted);
  }

  get size(): TerminalSize {
    const { cols, rows } = this.#core;
    return { cols, rows };
  }

  /** Whether the alternate buffer is shown. */
  get isAlternate(): boolean {
    return this.#core.buffers.active === this.#core.buffers.alt;
  }

  /** How many times it was reset in full. */
  get resets(): number {
    return this.#traits.resets;
  }

  get #core(): TerminalCore {
    return this.#open.core;
  }

  write(data: Uint8Array | string): void {
    this.#core.writeSync(data);
  }

  resize({ cols, rows }: TerminalSize): void {
    this.#open.terminal.resize(cols, rows);
  }

  /** What makes a reset terminal equal to this one. */
  paint(scrollbackLines: number): string {
    return paintTerminal({ core: this.#core, traits: this.#traits, scrollbackLines });
  }

  /** A terminal of its own in the same state. */
  clone(): Picture {
    return new Picture(this.size, this.#scrollback, this.paint(this.#scrollback));
  }

  /** Moves the cursor that the alternate buffer has saved to where nobody knows it to be. */
  loseAlternateSaved(stand: Stand): void {
    const { alt } = this.#core.buffers;
    alt.savedX = stand === 'blank' ? 0 : this.#core.cols - 1;
    alt.savedY = stand === 'blank' ? 0 : this.#core.rows - 1;
  }

  /** Forgets the text of the buffer that is shown, or of both, with the cursor and the scrollback. */
  forget(stand: Stand, which: 'active' | 'both'): void {
    const { active, normal, alt } = this.#core.buffers;
    for (const buffer of which === 'both' ? [normal, alt] : [active]) forgetText(this.#core, buffer, stand);
    this.#loseCursor(stand);
  }

  /** How many lines just above the screen are the same in both. */
  sameScrollback(other: Picture): number {
    const [mine, others] = [new LinePainter(this.#core), new LinePainter(other.#core)];
    const [a, b] = [this.#core.buffers.normal, other.#core.buffers.normal];
    const most = Math.min(a.ybase, b.ybase);
    for (let above = 1; above <= most; above++) {
      mine.paint(a, a.ybase - above, a.ybase - above + 1);
      others.paint(b, b.ybase - above, b.ybase - above + 1);
      if (mine.take() !== others.take()) return above - 1;
    }
    return most;
  }

  /** Keeps this many lines of the scrollback, the newest. */
  trimScrollback(lines: number): void {
    trim(this.#core.buffers.normal, lines);
  }

  close(): void {
    this.#open.terminal.dispose();
  }

  // Moves the cursor to where nobody knows it to be.
  #loseCursor(stand: Stand): void {
    const { active } = this.#core.buffers;
    const { origin } = this.#core.coreService.decPrivateModes;
    // One column off the last, where the next wide character would bring the cursors together by wrapping.
    active.x = stand === 'blank' ? 0 : Math.max(1, this.#core.cols - 2);
    if (stand === 'blank') active.y = origin ? active.scrollTop : 0;
    else active.y = origin ? active.scrollBottom : this.#core.rows - 1;
  }
}

function forgetText(core: TerminalCore, buffer: CoreBuffer, stand: Stand): void {
  const savedRow = Math.max(0, buffer.savedY - buffer.ybase);
  trim(buffer, 0);
  buffer.savedY = stand === 'blank' ? 0 : savedRow;
  const cell = newCell(core);
  if (stand === 'marked') {
    cell.content = mark.content;
    cell.fg = mark.fg;
  }
  for (let row = 0; row < buffer.lines.length; row++) {
    const line = buffer.lines.get(row);
    line?.fill(cell);
    if (line !== undefined) line.isWrapped = stand === 'marked';
  }
}

function trim(buffer: CoreBuffer, kept: number): void {
  const count = buffer.ybase - kept;
  if (count <= 0) return;
  buffer.lines.trimStart(count);
  buffer.ybase -= count;
  buffer.ydisp = buffer.ybase;
  buffer.savedY = Math.max(0, buffer.savedY - count);
}
