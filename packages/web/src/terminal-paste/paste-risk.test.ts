import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultTerminalSettings } from '../settings/terminal-settings.ts';
import { pastePreview } from './paste-preview.ts';
import { pasteRisk } from './paste-risk.ts';

const kib = (count: number) => 'x'.repeat(count * 1024);

const table = [
  ['ls', false, {}, undefined],
  ['ls\n', false, {}, 'lines'],
  ['one\rtwo', false, {}, 'lines'],
  ['one\ntwo', true, {}, undefined],
  ['one\ntwo', false, { askBeforeLines: false }, undefined],
  [kib(5), true, {}, undefined],
  [`${kib(5)}x`, true, {}, 'size'],
  [`${kib(5)}\n`, false, {}, 'size'],
  [`${kib(5)}\n`, false, { askAboveKib: 64 }, 'lines'],
  ['日'.repeat(2 * 1024), true, {}, 'size'],
  [kib(2000), true, { askAboveKib: 0 }, undefined],
] as const;

for (const [text, bracketed, settings, expected] of table)
  test(`${text.length} characters, ${bracketed ? 'bracketed' : 'plain'}, ${JSON.stringify(settings)}: ${expected}`, () =>
    assert.equal(pasteRisk({ text, bracketed }, { ...defaultTerminalSettings, ...settings }), expected));

test('a preview shows the first lines, and controls as symbols', () => {
  assert.deepEqual(pastePreview('a\tb\r\nc\u001b[31m\u007f\u0003\n'), {
    lineCount: 2,
    lines: ['a\tb', 'c␛[31m␡␃'],
    hasControls: true,
  });
  const long = pastePreview(`${'y'.repeat(500)}\n`.repeat(30));
  assert.deepEqual([long.lineCount, long.lines.length, long.lines[0]?.length], [30, 8, 241]);
  assert.equal(long.hasControls, false);
  assert.equal(pastePreview('one\rtwo').lineCount, 2);
});
