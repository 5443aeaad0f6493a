import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanTitle } from './title.ts';

const table: readonly (readonly [string, string, string])[] = [
  ['a plain title', 'root@web: ~', 'root@web: ~'],
  ['controls', 'a\u0007b\u001b[31mc\u009dd', 'a b [31mc d'],
  ['lines', 'one\r\ntwo\tthree', 'one two three'],
  ['text that reorders', 'abc\u202etxt.exe', 'abc txt.exe'],
  ['nothing but space', ' \u200b ', ''],
  ['other scripts', '名前 👩‍🚀', '名前 👩 🚀'],
];

for (const [name, title, expected] of table)
  test(`title: ${name}`, () => assert.equal(cleanTitle(title), expected));

test('title: bounded, without half a character', () => {
  const title = cleanTitle('🚀'.repeat(100_000));
  assert.equal([...title].length, 120);
  assert.match(title, /^🚀+…$/u);
});
