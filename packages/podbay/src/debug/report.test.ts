import assert from 'node:assert/strict';
import { test } from 'node:test';
import { humanSize, humanTime } from './human-units.ts';
import { formatTable } from './table.ts';

test('sizes and times as people say them', () => {
  const sizes = [0, 1, 1023, 1024, 1536, 10 * 1024, 393_216, 2 ** 21, 3 * 2 ** 40];
  assert.deepEqual(sizes.map(humanSize), [
    '0',
    '1 B',
    '1023 B',
    '1.0 KiB',
    '1.5 KiB',
    '10 KiB',
    '384 KiB',
    '2.0 MiB',
    '3072 GiB',
  ]);
  const times = [0, 999.6, 12_345, 185_000, 7_800_000, 4 * 86_400_000 + 3 * 3_600_000];
  assert.deepEqual(times.map(humanTime), ['0ms', '1000ms', '12s', '3m05s', '2h10m', '4d3h']);
});

test('columns are as wide as what is in them; numbers stand right', () => {
  const table = formatTable<[string, number]>(
    [
      { title: 'NAME', cell: ([name]) => name },
      { title: 'N', align: 'right', cell: ([, n]) => String(n) },
      { title: 'END', cell: () => '' },
    ],
    [
      ['a', 1],
      ['longer', 234],
    ],
  );
  assert.equal(table, 'NAME      N  END\na         1\nlonger  234\n');
});
