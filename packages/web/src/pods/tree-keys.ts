import { type Item, isItem, type Row } from './rows.ts';

/** What is looked at of a keyboard event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key press does in the list. */
export type TreeAction =
  | { readonly type: 'move'; readonly index: number }
  | { readonly type: 'open' | 'pin'; readonly row: Item }
  | { readonly type: 'fold'; readonly key: string; readonly away: boolean };

const pageRows = 10;

/** What `event` does when the line at `index` is the current one; nothing for keys that others want. */
export function keyAction(event: KeyPress, rows: readonly Row[], index: number): TreeAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const to = movedTo(event.key, rows, index);
  if (to !== undefined) return { type: 'move', index: to };
  const row = rows[index];
  if (!isItem(row)) return undefined;
  switch (event.key) {
    case 'Enter':
    case ' ':
      return { type: 'open', row };
    case 'p':
      return { type: 'pin', row };
    case 'ArrowRight':
      return unfoldOrEnter(rows, row, index);
    case 'ArrowLeft':
      return foldOrLeave(rows, row, index);
    default:
      return undefined;
  }
}

function movedTo(key: string, rows: readonly Row[], index: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return nextRow(rows, index, 1);
    case 'ArrowUp':
      return nextRow(rows, index, -1);
    case 'PageDown':
      return nextRow(rows, Math.min(rows.length - 2, index + pageRows - 1), 1);
    case 'PageUp':
      return nextRow(rows, Math.max(1, index - pageRows + 1), -1);
    case 'Home':
      return nextRow(rows, -1, 1);
    case 'End':
      return nextRow(rows, rows.length, -1);
    default:
      return undefined;
  }
}

function unfoldOrEnter(rows: readonly Row[], { key, expanded }: Item, index: number): TreeAction | undefined {
  if (expanded === undefined) return undefined;
  return expanded ? { type: 'move', index: nextRow(rows, index, 1) } : { type: 'fold', key, away: false };
}

function foldOrLeave(
  rows: readonly Row[],
  { key, expanded, level }: Item,
  index: number,
): TreeAction | undefined {
  if (expanded === true) return { type: 'fold', key, away: true };
  const parent = rows.findLastIndex((row, i) => i < index && isItem(row) && row.level < level);
  return parent < 0 ? undefined : { type: 'move', index: parent };
}

/** The next line from `index` that the keyboard comes to; the nearest where there is none. */
export function nextRow(rows: readonly Row[], index: number, step: 1 | -1): number {
  for (let next = index + step; next >= 0 && next < rows.length; next += step)
    if (isItem(rows[next])) return next;
  return Math.min(Math.max(index, 0), rows.length - 1);
}
