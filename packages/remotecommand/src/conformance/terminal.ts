import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './running.ts';
import type { ConformanceSetup } from './setup.ts';
import { sh } from './shell.ts';

const timeout = 60_000;

/** Prints the size once it is `$1`, or what it is after 10 s: the runtime sets it in its own time. */
const awaitSize =
  'n=0; until [ "$(stty size)" = "$1" ] || [ $n = 10 ]; do sleep 1; n=$((n+1)); done; stty size';

/** The terminal: its size, echo and line ends. */
export function registerTerminal(setup: ConformanceSetup): void {
  test('size before start', { timeout }, async t => {
    const size = { cols: 123, rows: 45 };
    const running = await start(t, setup, { command: sh(awaitSize, '45 123'), tty: true, size });
    await running.exited(0);
    assert.equal(running.stdout.toString(), '45 123\r\n');
  });

  test('the latest of many sizes wins', { timeout }, async t => {
    const command = sh(`echo ready; read -r line; ${awaitSize}`, '50 230');
    const size = { cols: 80, rows: 24 };
    const running = await start(t, setup, { command, tty: true, stdin: true, size });
    await running.printed('ready');
    for (let cols = 131; cols <= 230; cols++) {
      running.process.resize({ cols, rows: 50 });
      if (cols % 10 === 0) await sleep(10);
    }
    await running.write(Buffer.from('\n'));
    await running.exited(0);
    assert.match(running.stdout.toString(), /\n50 230\r\n$/);
  });

  test('a size out of range does no harm', { timeout }, async t => {
    const command = sh(`echo ready; read -r line; ${awaitSize}`, '1000 1000');
    const running = await start(t, setup, { command, tty: true, stdin: true });
    await running.printed('ready');
    for (const rows of [1.5, Number.NaN]) {
      assert.throws(() => running.process.resize({ cols: 80, rows }), { name: 'TypeError' });
    }
    // The last one is large: BusyBox's `stty` shows 24 for a single row.
    running.process.resize({ cols: -3, rows: -3 });
    running.process.resize({ cols: 70_000, rows: 70_000 });
    await running.write(Buffer.from('\n'));
    await running.exited(0);
    assert.match(running.stdout.toString(), /\n1000 1000\r\n$/);
  });

  test('sizes without a TTY do no harm', { timeout }, async t => {
    const size = { cols: 80, rows: 24 };
    const timing = { resizeIntervalMs: 1 };
    const running = await start(t, setup, {
      command: ['head', '-c', '6'],
      stdin: true,
      size,
      timing,
    });
    for (let cols = 80; cols < 90; cols++) {
      running.process.resize({ cols, rows: 24 });
      await sleep(20);
    }
    await running.write(Buffer.from('alive\n'));
    await running.exited(0);
    assert.equal(running.stdout.toString(), 'alive\n');
  });

  test('MultipleWriteChannels', { timeout }, async t => {
    const input = Buffer.alloc(200_000, 'the quick brown fox\n');
    // Not raw, a terminal drops what goes beyond 4095 bytes of a line.
    const command = sh(
      `stty raw -echo; echo ready; head -c ${input.length} | md5sum; ${awaitSize}`,
      '30 109',
    );
    const running = await start(t, setup, { command, tty: true, stdin: true });
    await running.printed('ready');
    for (let part = 0; part < 10; part++) {
      running.process.resize({ cols: 100 + part, rows: 30 });
      await running.write(input.subarray(part * 20_000, (part + 1) * 20_000), 1_000);
    }
    await running.exited(0);
    const md5 = createHash('md5').update(input).digest('hex');
    assert.match(running.stdout.toString(), new RegExp(`${md5}  -\\s+30 109\\s*$`));
  });

  test('a TTY echoes, turns LF into CRLF, has no stderr, no half-close, and Ctrl-D ends its input', {
    timeout,
  }, async t => {
    const command = sh('echo error >&2; cat');
    const running = await start(t, setup, { command, tty: true, stdin: true });
    await running.printed('error\r\n');
    await running.write(Buffer.from('hi\n'));
    await running.printed('hi\r\nhi\r\n');
    assert.equal(running.process.end(), false);
    await running.write(Buffer.from('\x04'));
    await running.exited(0);
    assert.equal(running.stdout.toString(), 'error\r\nhi\r\nhi\r\n');
    assert.equal(running.stderr.length, 0);
  });

  test('Ctrl-C interrupts what runs', { timeout }, async t => {
    const command = sh('trap "echo caught; exit 9" INT; echo ready; while :; do sleep 1; done');
    const running = await start(t, setup, { command, tty: true, stdin: true });
    await running.printed('ready');
    await running.write(Buffer.from('\x03'));
    await running.exited(9);
    assert.match(running.stdout.toString(), /caught/);
  });
}
