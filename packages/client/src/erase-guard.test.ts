import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import { guardErase } from './erase-guard.ts';

for (const rows of [1, 3]) {
  test(`erasing from the bottom right corner of ${rows} rows leaves an empty screen and a terminal that goes on`, async () => {
    const terminal = new headless.Terminal({ cols: 5, rows, allowProposedApi: true });
    const guard = guardErase(terminal as unknown as Parameters<typeof guardErase>[0]);
    const write = (text: string) => new Promise<void>(resolve => terminal.write(text, resolve));
    await write(`abc\x1b[${rows};5Hx\x1b[1J`);
    const line = (row: number) => terminal.buffer.active.getLine(row)?.translateToString(true);
    assert.deepEqual(
      Array.from({ length: rows }, (_, row) => line(row)),
      Array(rows).fill(''),
    );
    await write('\x1b[1;1Hback');
    assert.equal(line(0), 'back');
    guard.dispose();
  });
}
