import { isErasable, linkOf, sameStyle, styleSequence } from './cell-style.ts';
import {
  type CellStyle,
  type CoreBuffer,
  type CoreCell,
  type CoreLine,
  newCell,
  type TerminalCore,
} from './terminal-core.ts';

// Resets the parser's memory of the last character, so that the next one starts a cell of its own. Selects the
// character set that is selected anyway while lines are painted.
const separator = '\x0f';
const wideBlank = '\u3000';
const firstJoining = 0x300;
const plain: CellStyle = { fg: 0, bg: 0, extended: { _ext: 0, urlId: 0 } };

/**
 * Writes rows of a buffer as text for a terminal whose cursor is in column 0, whose modes are the defaults, and whose
 * lines from there on are blank. Erased cells stay erased, and a row that goes on in the next stays one line:
 *
 *   row       last cell filled: the cursor waits behind it     last cell empty: a wide blank doesn't fit
 *   row + 1   a blank wraps, and is erased again               it wraps, and is erased again
 */
export class LinePainter {
  readonly #core: TerminalCore;
  readonly #cell: CoreCell;
  readonly #simple: number;
  readonly #parts: string[] = [];
  #style: CellStyle = plain;
  #link = 0;
  #column = 0;
  #preceding = 0;

  constructor(core: TerminalCore) {
    this.#core = core;
    this.#cell = newCell(core);
    this.#simple = core.unicodeService.charProperties(0x61, 0);
  }

  /** What was painted since the last call; afterwards the style is the default and no link is open. */
  take(): string {
    this.#setStyle(plain);
    this.#setLink(0);
    return this.#parts.splice(0).join('');
  }

  /** Paints the rows `from`..`to - 1`, counted from the top of the scrollback. The cursor ends in the last one. */
  paint(buffer: CoreBuffer, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const line = buffer.lines.get(row);
      if (line === undefined) return;
      if (row > from && !line.isWrapped) this.#breakLine();
      const goesOn = row + 1 < to && buffer.lines.get(row + 1)?.isWrapped === true;
      this.#paintLine(line);
      if (goesOn) this.#wrap(line);
    }
  }

  /** Paints the cell in this column alone, at the cursor. Returns its width. */
  paintCell(line: CoreLine, column: number): number {
    const cell = line.loadCell(column, this.#cell);
    this.#column = column;
    this.#preceding = 0;
    this.#setStyle(cell);
    this.#setLink(linkOf(cell));
    this.#parts.push(cell.getChars() || ' ');
    return Math.max(1, cell.getWidth());
  }

  #paintLine(line: CoreLine): void {
    this.#column = 0;
    this.#preceding = 0;
    const { cols } = this.#core;
    for (let column = 0; column < cols; ) {
      const cell = line.loadCell(column, this.#cell);
      const text = cell.getChars();
      const width = cell.getWidth();
      if (text === '' && isErasable(cell)) {
        column = this.#erased(line, column);
      } else {
        if (width > 0 || text !== '') this.#print(cell, text || ' ', column);
        column += Math.max(1, width);
      }
    }
  }

  // A run of erased cells of one colour costs nothing (the default colour) or one sequence.
  #erased(line: CoreLine, from: number): number {
    const { bg } = this.#cell;
    let to = from + 1;
    for (; to < this.#core.cols; to++) {
      const cell = line.loadCell(to, this.#cell);
      if (cell.bg !== bg || cell.fg !== 0 || cell.getChars() !== '' || cell.getWidth() !== 1) break;
    }
    if (bg !== 0) {
      this.#moveTo(from);
      this.#setStyle({ ...plain, bg });
      this.#sequence(`\x1b[${to - from}X`);
    }
    return to;
  }

  #print(cell: CoreCell, text: string, column: number): void {
    this.#moveTo(column);
    this.#setStyle(cell);
    this.#setLink(linkOf(cell));
    this.#separate(text);
    this.#parts.push(text);
    this.#column = column + cell.getWidth();
  }

  // Two cells stay two, even if Unicode would join their characters.
  #separate(text: string): void {
    const first = text.codePointAt(0) ?? 0;
    const known = this.#preceding === 0 || this.#preceding === this.#simple;
    if (first >= firstJoining || !known) {
      const joins = this.#core.unicodeService.charProperties(first, this.#preceding) & 1;
      if (joins === 1) this.#sequence(separator);
    }
    this.#preceding = this.#joinState(text);
  }

  #joinState(text: string): number {
    if (text.length === 1 && text.charCodeAt(0) < firstJoining) return this.#simple;
    let state = 0;
    for (const character of text) {
      state = this.#core.unicodeService.charProperties(character.codePointAt(0) ?? 0, state);
    }
    return state;
  }

  #moveTo(column: number): void {
    const distance = column - this.#column;
    if (distance > 0) this.#sequence(distance === 1 ? '\x1b[C' : `\x1b[${distance}C`);
    this.#column = column;
  }

  #breakLine(): void {
    this.#setStyle(plain);
    this.#sequence('\r\n');
  }

  #wrap(line: CoreLine): void {
    const { cols } = this.#core;
    const last = line.loadCell(cols - 1, this.#cell);
    if (last.getChars() === '' && last.getWidth() === 1 && this.#column < cols) {
      this.#moveTo(cols - 1);
      this.#setStyle(last);
      this.#sequence(wideBlank);
    } else {
      this.#setStyle(plain);
      this.#sequence(' ');
    }
    this.#setStyle(plain);
    this.#sequence(`\r\x1b[${cols}X`);
  }

  #sequence(text: string): void {
    this.#preceding = 0;
    this.#parts.push(text);
  }

  #setStyle(style: CellStyle): void {
    if (sameStyle(style, this.#style)) return;
    const { fg, bg, extended } = style;
    this.#style = { fg, bg, extended };
    this.#sequence(styleSequence(style));
  }

  #setLink(id: number): void {
    if (id === this.#link) return;
    this.#link = id;
    this.#sequence(linkSequence(this.#core, id));
  }
}

/** The sequence that opens a link, or closes the open one for 0. */
export function linkSequence(core: TerminalCore, id: number): string {
  const link = id === 0 ? undefined : core._oscLinkService.getLinkData(id);
  if (link === undefined) return '\x1b]8;;\x1b\\';
  return `\x1b]8;${link.id === undefined ? '' : `id=${link.id}`};${link.uri}\x1b\\`;
}
