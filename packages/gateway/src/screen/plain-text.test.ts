import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPlainLines } from './plain-text.ts';

const rows = 2;
const line = 'line of mere text, grüße 你好\r\n';
const lines = line.repeat(12);

for (const [name, block, expected] of [
  ['lines', `end\n${lines}begin`, [4, 4 + Buffer.byteLength(lines)]],
  ['lines from the first byte on', lines, [Buffer.byteLength(line), Buffer.byteLength(lines)]],
  ['a colour', `${lines}\x1b[31m`, undefined],
  ['another character set', `${lines}\x0e`, undefined],
  ['a C1 control', `${lines}\u009b31m`, undefined],
  ['half a C1 control', Buffer.concat([Buffer.from(lines), Buffer.of(0xc2)]), undefined],
  ['characters near to C1 controls', `${'°'.repeat(40)}\n${lines}`, [81, 81 + Buffer.byteLength(lines)]],
  ['fewer lines than leave the screen for sure', 'x\n'.repeat(8), undefined],
  ['one long line', 'x'.repeat(10_000), undefined],
] as const) {
  test(`mere text: ${name}`, () => {
    const found = findPlainLines(Buffer.from(block as string), rows);
    assert.deepEqual(found && [found.start, found.end], expected);
  });
}
