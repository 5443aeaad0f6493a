import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import { selectCells, wordAt } from './touch-cells.ts';

const table = [
  ['ls /var/log-2 "a b"', 5, '3-12'],
  ['ls /var/log-2 "a b"', 13, '13-13'],
  ['ls /var/log-2 "a b"', 15, '15-15'],
  ['日本 語', 0, '0-3'],
  ['日本 語', 3, '0-3'],
  ['', 4, '4-4'],
  ['the very edge of it', 18, '17-18'],
] as const;

for (const [text, column, expected] of table)
  test(`the word at ${column} of ${JSON.stringify(text)}`, async () => {
    const terminal = new headless.Terminal({ cols: 20, rows: 3, allowProposedApi: true });
    await new Promise<void>(resolve => terminal.write(text.slice(0, 40), resolve));
    const { start, end } = wordAt(terminal, { row: 0, column });
    assert.equal(`${start.column}-${end.column}`, expected);
  });

test('a selection holds its first and its last cell, in whatever order they are named', () => {
  const selected: string[] = [];
  const terminal = {
    cols: 10,
    select: (column: number, row: number, length: number) => selected.push(`${row},${column}+${length}`),
  };
  selectCells(terminal, { row: 1, column: 2 }, { row: 1, column: 2 });
  selectCells(terminal, { row: 1, column: 2 }, { row: 2, column: 1 });
  selectCells(terminal, { row: 2, column: 1 }, { row: 1, column: 2 });
  assert.deepEqual(selected, ['1,2+1', '1,2+10', '1,2+10']);
});
