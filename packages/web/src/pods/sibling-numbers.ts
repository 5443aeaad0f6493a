import { isItem, type Row } from './rows.ts';

/** Which of how many siblings a line of the tree is, from 1: what assistive technology can't count where only a part is drawn. */
export interface SiblingNumber {
  readonly position: number;
  readonly count: number;
}

interface Siblings {
  count: number;
}

/** The numbers of all lines, by index; none for lines that are no items. */
export function numberSiblings(rows: readonly Row[]): readonly (SiblingNumber | undefined)[] {
  const open: Siblings[] = [];
  const found = rows.map(row => {
    if (!isItem(row)) return undefined;
    open.length = Math.min(open.length, row.level);
    const siblings = open[row.level - 1] ?? { count: 0 };
    open[row.level - 1] = siblings;
    siblings.count += 1;
    return { position: siblings.count, siblings };
  });
  return found.map(item => item && { position: item.position, count: item.siblings.count });
}
