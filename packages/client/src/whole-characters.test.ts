import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import { WholeCharacters } from './whole-characters.ts';

const text = 'a–b “quoted” … é 你好 🎉 👩‍💻 ‰ end';
const bytes = new TextEncoder().encode(text);

function cutAt(...positions: readonly number[]): Uint8Array[] {
  const ends = [...positions, bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

async function show(chunks: readonly Uint8Array[]): Promise<string> {
  const terminal = new headless.Terminal({ cols: 80, rows: 2, allowProposedApi: true });
  for (const chunk of chunks) await new Promise<void>(resolve => terminal.write(chunk, resolve));
  return terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
}

test('wherever output is cut, the terminal shows the same', async () => {
  const whole = await show([bytes]);
  for (let position = 1; position < bytes.length; position++) {
    const characters = new WholeCharacters();
    const chunks = cutAt(position).map(chunk => characters.join(chunk));
    assert.equal(characters.heldBytes, 0);
    assert.equal(await show(chunks), whole, `cut at ${position}`);
  }
});

test('byte by byte nothing is lost, and no more than three bytes wait', () => {
  const characters = new WholeCharacters();
  const written: number[] = [];
  for (const byte of bytes) {
    written.push(...characters.join(Uint8Array.of(byte)));
    assert.ok(characters.heldBytes <= 3);
  }
  assert.deepEqual(Uint8Array.from(written), bytes);
});

test('what is no UTF-8 passes through', () => {
  for (const junk of [[0x80], [0x80, 0x80, 0x80, 0x80], [0xff], [0xf8, 0x80], [0xc3, 0x28], [0x41]]) {
    const characters = new WholeCharacters();
    assert.deepEqual([...characters.join(Uint8Array.from(junk))], junk);
  }
});

test('what is kept back can be forgotten', () => {
  const characters = new WholeCharacters();
  assert.equal(characters.join(Uint8Array.of(0xe2, 0x80)).length, 0);
  assert.equal(characters.heldBytes, 2);
  characters.clear();
  assert.deepEqual([...characters.join(Uint8Array.of(0x41))], [0x41]);
});
