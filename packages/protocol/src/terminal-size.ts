/** A terminal's size in character cells. Both are integers, `1..maxCells`. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** The largest number of columns or rows that is passed on: Kubernetes carries uint16, no screen needs more than this. */
export const maxCells = 1000;

/** Tells whether both numbers may be sent to Kubernetes. One bad resize wedges a session's whole input there. */
export function isTerminalSize(size: TerminalSize): boolean {
  return isCells(size.cols) && isCells(size.rows);
}

function isCells(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= maxCells;
}
