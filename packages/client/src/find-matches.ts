import type { IBuffer } from '@xterm/xterm';
import { type LogicalLine, logicalLines } from './buffer-text.ts';

/** What is looked for. */
export interface SearchQuery {
  readonly text: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
}

/** A stretch of cells; `length` counts on over the ends of rows. */
export interface SearchMatch {
  readonly row: number;
  readonly column: number;
  readonly length: number;
}

/** Makes the pattern of a query. Throws a `SyntaxError` where that is no regular expression. */
export function searchPattern({ text, regex, caseSensitive, wholeWord }: SearchQuery): RegExp {
  const source = regex ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const flags = caseSensitive ? 'g' : 'gi';
  // A letter of any script belongs to a word.
  const edge = '[\\p{L}\\p{N}_]';
  try {
    return new RegExp(wholeWord ? `(?<!${edge})(?:${source})(?!${edge})` : source, `${flags}u`);
  } catch {
    // Without `u` more is taken, `\-` for example, as people are used to.
    return new RegExp(wholeWord ? `\\b(?:${source})\\b` : source, flags);
  }
}

/** All matches, from the oldest on, that do not overlap; at most `limit`. Lines that wrap are searched as one. */
export function findMatches(
  buffer: IBuffer,
  pattern: RegExp,
  { columns, limit }: { readonly columns: number; readonly limit: number },
): SearchMatch[] {
  const matches: SearchMatch[] = [];
  for (const line of logicalLines(buffer))
    for (const found of line.rows.join('').matchAll(pattern)) {
      if (found[0] === '') continue;
      if (matches.length === limit) return matches;
      const start = cellAt(buffer, line, found.index);
      const end = cellAt(buffer, line, found.index + found[0].length - 1);
      const length = (end.row - start.row) * columns + end.column + end.width - start.column;
      matches.push({ row: start.row, column: start.column, length });
    }
  return matches;
}

/** The cell that holds the character at `index` of the line: a cell holds several, and a wide one is two cells. */
function cellAt(buffer: IBuffer, { row, rows }: LogicalLine, index: number) {
  let y = 0;
  let left = index;
  for (; left >= (rows[y]?.length ?? Number.POSITIVE_INFINITY) && y < rows.length - 1; y++)
    left -= rows[y]?.length ?? 0;
  const line = buffer.getLine(row + y);
  for (let column = 0; column < (line?.length ?? 0); column++) {
    const cell = line?.getCell(column);
    const width = cell?.getWidth() ?? 1;
    if (width === 0) continue;
    left -= cell?.getChars().length || 1;
    if (left < 0) return { row: row + y, column, width };
  }
  return { row: row + y, column: line?.length ?? 0, width: 0 };
}
