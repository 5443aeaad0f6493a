import type { IMarker, Terminal } from '@xterm/xterm';
import type { SearchMatch } from './find-matches.ts';

/** Colours as `#rrggbb`. */
export interface SearchColours {
  readonly match: string;
  readonly current: string;
  /** In the scroll bar. */
  readonly mark: string;
  readonly currentMark: string;
}

export interface MarkedMatches {
  readonly matches: readonly SearchMatch[];
  readonly current: SearchMatch | undefined;
}

interface Mark {
  readonly background: string;
  readonly ruler: string;
  readonly layer: 'bottom' | 'top';
}

/** Every mark is an element in the page. */
const maxMarks = 1000;

/** Marks matches in the text and in the scroll bar. The alternate screen has no marks: there the selection shows the current one. */
export class SearchMarks {
  readonly #terminal: Terminal;
  #markers: IMarker[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Marks these instead of those before; where there are too many, the newest. */
  show({ matches, current }: MarkedMatches, colours: SearchColours): void {
    this.clear();
    const { match, mark, currentMark } = colours;
    for (const found of matches.slice(-maxMarks))
      if (found !== current) this.#mark(found, { background: match, ruler: mark, layer: 'bottom' });
    // Above the selection, which it is, too.
    if (current !== undefined)
      this.#mark(current, { background: colours.current, ruler: currentMark, layer: 'top' });
  }

  clear(): void {
    // A marker takes its decorations with it.
    for (const marker of this.#markers) marker.dispose();
    this.#markers = [];
  }

  #mark(match: SearchMatch, { background, ruler, layer }: Mark): void {
    const terminal = this.#terminal;
    const { baseY, cursorY, type } = terminal.buffer.active;
    if (type !== 'normal') return;
    for (const { row, column, length } of inRows(match, terminal.cols)) {
      const marker = terminal.registerMarker(row - baseY - cursorY);
      this.#markers.push(marker);
      terminal.registerDecoration({
        marker,
        x: column,
        width: length,
        backgroundColor: background,
        layer,
        overviewRulerOptions: { color: ruler, position: 'full' },
      });
    }
  }
}

function inRows({ row, column, length }: SearchMatch, columns: number): SearchMatch[] {
  const pieces: SearchMatch[] = [];
  for (let y = row, x = column, left = length; left > 0; y++, x = 0) {
    const here = Math.min(left, columns - x);
    pieces.push({ row: y, column: x, length: here });
    left -= here;
  }
  return pieces;
}
