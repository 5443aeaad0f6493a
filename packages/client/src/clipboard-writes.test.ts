import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClipboardWrite, parseClipboardWrite, takeClipboardWrites } from './clipboard-writes.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const text = (content: string): ClipboardWrite => ({ type: 'text', text: content });

const table: readonly (readonly [string, ClipboardWrite | undefined])[] = [
  [`c;${base64('hello')}`, text('hello')],
  [`;${base64('from tmux')}`, text('from tmux')],
  [`pc;${base64('日本語 👩‍🚀')}`, text('日本語 👩‍🚀')],
  [`c;${base64('ab')}`, text('ab')],
  ['c;?', undefined],
  ['c;', undefined],
  ['c', undefined],
  ['', undefined],
  ['c;!', undefined],
  ['c;A', undefined],
  [`x y;${base64('no selection is called that')}`, undefined],
  [`c;${base64('x'.repeat(100))}`, text('x'.repeat(100))],
  [`c;${base64('x'.repeat(101))}`, { type: 'too-long', bytes: 101 }],
];

for (const [data, expected] of table)
  test(`OSC 52 ;${data.slice(0, 30)}`, () => {
    const write = parseClipboardWrite(data, 100);
    if (expected?.type === 'too-long') assert.equal(write?.type, 'too-long');
    else assert.deepEqual(write, expected);
  });

test('the clipboard is written only while somebody waits for it, and a question is swallowed', () => {
  let handler: (data: string) => boolean | Promise<boolean> = () => false;
  let muted = true;
  const writes: ClipboardWrite[] = [];
  takeClipboardWrites(
    {
      registerOscHandler: (code, callback) => {
        assert.equal(code, 52);
        handler = callback;
        return { dispose: () => {} };
      },
    },
    { isMuted: () => muted, handleWrite: write => writes.push(write) },
  );
  assert.equal(handler(`c;${base64('replayed')}`), true);
  muted = false;
  assert.equal(handler('c;?'), true);
  assert.equal(handler(`c;${base64('now')}`), true);
  assert.deepEqual(writes, [text('now')]);
});
