/** A terminal's size in character cells. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** The largest number of columns or rows that is sent; Kubernetes carries uint16. */
export const maxCells = 1000;

/** The nearest size that may be sent: `1..maxCells` each. Throws a TypeError unless both are integers. */
export function clampSize(size: TerminalSize): TerminalSize {
  return { cols: clampCells('cols', size.cols), rows: clampCells('rows', size.rows) };
}

function clampCells(name: string, value: number): number {
  if (!Number.isInteger(value))
    throw new TypeError(`size.${name}: expected an integer, got ${String(value)}`);
  return Math.min(Math.max(value, 1), maxCells);
}
