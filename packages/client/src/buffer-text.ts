import type { IBuffer, Terminal } from '@xterm/xterm';

/** A line as the program wrote it: one or more rows of the terminal, wrapped. */
export interface LogicalLine {
  /** Row of the buffer that it begins on. */
  readonly row: number;
  /** What each of its rows shows, without the empty cells at the end. */
  readonly rows: readonly string[];
}

/** The lines of a buffer, from the oldest on. */
export function* logicalLines(buffer: IBuffer): Generator<LogicalLine> {
  let row = 0;
  let rows: string[] = [];
  for (let y = 0; y < buffer.length; y++) {
    const line = buffer.getLine(y);
    if (line === undefined) continue;
    if (!line.isWrapped && rows.length > 0) {
      yield { row, rows };
      rows = [];
    }
    if (rows.length === 0) row = y;
    rows.push(line.translateToString(true));
  }
  if (rows.length > 0) yield { row, rows };
}

/** Everything that `terminal` keeps, as text: wrapped lines are whole again, and blank lines at the end are left out. */
export function bufferText(terminal: Pick<Terminal, 'buffer'>): string {
  const lines = [...logicalLines(terminal.buffer.active)].map(({ rows }) => rows.join('').trimEnd());
  const text = lines.join('\n').trimEnd();
  return text === '' ? '' : `${text}\n`;
}
