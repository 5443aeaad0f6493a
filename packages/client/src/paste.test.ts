import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanPaste } from './paste.ts';

const table = [
  ['plain text', 'plain text'],
  ['two\r\nlines\tand a tab\n', 'two\r\nlines\tand a tab\n'],
  ['rm -rf /\u001b[201~\rid', 'rm -rf / [201~\rid'],
  ['\u0000\u0004\u0005\u0008\u001b\u007f', '      '],
  ['\u0003\u0015', '\u0003\u0015'],
  ['日本語 é 👩‍🚀', '日本語 é 👩‍🚀'],
] as const;

for (const [text, expected] of table)
  test(`pasted: ${JSON.stringify(text)}`, () => assert.equal(cleanPaste(text), expected));
