import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ligatureRanges } from './ligatures.ts';

const table: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['plain text, 1 - 2', []],
  ['a => b !== c', ['=>', '!==']],
  ['fn(x)->y|>z', ['->', '|>']],
  ['<!-- no -->', ['<!--', '-->']],
  ['===== a heading =====', ['=====', '=====']],
  ['======', ['======']],
  ['=======', []],
  ['-'.repeat(80), []],
  ['日本 >= 語', ['>=']],
];

for (const [text, expected] of table)
  test(`drawn in one in ${JSON.stringify(text)}: ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(
      ligatureRanges(text).map(([start, end]) => text.slice(start, end)),
      expected,
    );
  });
