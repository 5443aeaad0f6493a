import type { Row } from './rows.ts';

/** What is looked at of a keyboard event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** What a key press does in the list. */
export type TreeAction =
  | { readonly type: 'move'; readonly index: number }
  | { readonly type: 'open'; readonly row: Row }
  | { readonly type: 'fold'; readonly uid: string; readonly away: boolean };

/** What `event` does when the line at `index` is the current one; nothing for keys that others want. */
export function keyAction(event: KeyPress, rows: readonly Row[], index: number): TreeAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const row = rows[index];
  switch (event.key) {
    case 'ArrowDown':
      return { type: 'move', index: nextRow(rows, index, 1) };
    case 'ArrowUp':
      return { type: 'move', index: nextRow(rows, index, -1) };
    case 'Home':
      return { type: 'move', index: nextRow(rows, -1, 1) };
    case 'End':
      return { type: 'move', index: nextRow(rows, rows.length, -1) };
    case 'Enter':
    case ' ':
      return row === undefined ? undefined : { type: 'open', row };
    case 'ArrowRight':
    case 'ArrowLeft':
      return row === undefined ? undefined : foldAction(rows, row, event.key === 'ArrowLeft');
    default:
      return undefined;
  }
}

function foldAction(rows: readonly Row[], row: Row, away: boolean): TreeAction | undefined {
  if (row.type === 'container' && away)
    return { type: 'move', index: rows.findIndex(other => other.key === row.pod.uid) };
  if (row.type !== 'pod' || row.expanded === undefined || row.expanded !== away) return undefined;
  return { type: 'fold', uid: row.pod.uid, away };
}

/** The next line from `index` that can be opened; `index` itself, or the nearest, where there is none. */
export function nextRow(rows: readonly Row[], index: number, step: 1 | -1): number {
  for (let next = index + step; next >= 0 && next < rows.length; next += step)
    if (rows[next]?.type !== 'namespace') return next;
  return index;
}
