import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import { guardCounts } from './count-guard.ts';

const sequences = ['@', ' @', ' A', 'I', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'b', "'}", "'~"];

async function show(sequence: string, count: number): Promise<string> {
  const terminal = new headless.Terminal({ cols: 20, rows: 5, allowProposedApi: true });
  guardCounts(terminal as unknown as Terminal);
  const start = 'one two\r\nthree\r\nfour\x1b[2;3Hx';
  const done = Promise.withResolvers<void>();
  terminal.write(`${start}\x1b[${count}${sequence}.`, done.resolve);
  await done.promise;
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) =>
    active.getLine(row)?.translateToString(true),
  );
  terminal.dispose();
  return JSON.stringify([lines, active.cursorX, active.cursorY]);
}

for (const sequence of sequences) {
  test(`CSI n ${sequence} takes no longer for more than there is, and does the same`, async () => {
    const startedAtMs = performance.now();
    assert.equal(await show(sequence, 2 ** 31 - 1), await show(sequence, 20));
    assert.ok(performance.now() - startedAtMs < 1000);
  });
}

test('counts up to what there is are left to the terminal', async () => {
  assert.match(await show('b', 3), /thxxxx\./);
  assert.match(await show('@', 2), /thx {0,2}/);
});
