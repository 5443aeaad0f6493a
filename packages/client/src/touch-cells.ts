import type { IBuffer, Terminal } from '@xterm/xterm';

/** A cell of a terminal's buffer. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell at a point of the page, the nearest one where the point is outside of the screen. */
export function cellAtPoint(
  terminal: Terminal,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Cell | undefined {
  const box = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
  if (box === undefined || box.width === 0 || box.height === 0) return undefined;
  const column = Math.floor(((clientX - box.left) / box.width) * terminal.cols);
  const row = Math.floor(((clientY - box.top) / box.height) * terminal.rows);
  const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  return {
    row: terminal.buffer.active.viewportY + within(row, terminal.rows),
    column: within(column, terminal.cols),
  };
}

/** From the first to the last cell of the word around `cell`, in its row. */
export function wordAt(
  { buffer, cols }: { readonly buffer: { readonly active: IBuffer }; readonly cols: number },
  { row, column }: Cell,
): { readonly start: Cell; readonly end: Cell } {
  const line = buffer.active.getLine(row);
  const isWord = (at: number) => {
    const cell = line?.getCell(at);
    // The second half of a wide character has no text of its own.
    return cell !== undefined && (cell.getWidth() === 0 || /[^\s'"`(){}[\]<>|,;]/.test(cell.getChars()));
  };
  let start = column;
  let end = column;
  if (isWord(column)) {
    while (start > 0 && isWord(start - 1)) start--;
    while (end < cols - 1 && isWord(end + 1)) end++;
  }
  return { start: { row, column: start }, end: { row, column: end } };
}

/** Selects from one cell to another, both included, whichever comes first. */
export function selectCells(terminal: Pick<Terminal, 'select' | 'cols'>, a: Cell, b: Cell): void {
  const at = ({ row, column }: Cell) => row * terminal.cols + column;
  const [first, last] = at(a) <= at(b) ? [a, b] : [b, a];
  terminal.select(first.column, first.row, at(last) - at(first) + 1);
}
