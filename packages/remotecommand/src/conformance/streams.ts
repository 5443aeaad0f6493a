import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { v4, v5 } from '../channel.ts';
import { start } from './running.ts';
import type { ConformanceSetup } from './setup.ts';
import { count, sh } from './shell.ts';

const timeout = 120_000;
const tenMegabytes = 10_000_000;

/** Stdin, stdout and stderr without a TTY. */
export function registerStreams(setup: ConformanceSetup): void {
  const halfCloses = setup.subprotocol === v5;

  /** Copies `bytes` bytes of its stdin; on v4, which can't end stdin, it counts them. */
  const copy = (bytes: number) => (halfCloses ? ['cat'] : ['head', '-c', String(bytes)]);

  test('LoopbackStdinToStdout', { timeout }, async t => {
    const input = randomBytes(1_000_000);
    const running = await start(t, setup, { command: copy(input.length), stdin: true });
    running.process.write(input);
    assert.equal(running.process.end(), halfCloses);
    await running.exited(0);
    assertSame(running.stdout, input);
    assert.equal(running.stderr.length, 0);
  });

  for (const pieceBytes of [1, 100, 4_096, 32_767, 32_768, 65_537]) {
    test(`DifferentBufferSizes: ${pieceBytes}`, { timeout }, async t => {
      const input = randomBytes(Math.min(pieceBytes * 2_000, 3_000_000));
      const running = await start(t, setup, { command: copy(input.length), stdin: true });
      await running.write(input, pieceBytes);
      running.process.end();
      await running.exited(0);
      assertSame(running.stdout, input);
    });
  }

  test('LoopbackStdinAsPipe', { timeout }, async t => {
    const running = await start(t, setup, { command: copy(6 * 7), stdin: true });
    for (let line = 0; line < 6; line++) {
      await running.write(Buffer.from(`line ${line}\n`));
      // cat passes each on at once; head keeps all to its end.
      if (halfCloses) await running.printed(`line ${line}\n`);
      else await sleep(50);
    }
    running.process.end();
    await running.exited(0);
    assert.equal(running.stdout.toString(), 'line 0\nline 1\nline 2\nline 3\nline 4\nline 5\n');
  });

  test('LoopbackStdinToStderr', { timeout }, async t => {
    const input = randomBytes(500_000);
    // The shell stays, and holds its stdout: containerd ends the stdin of a command that has let go of its stdout.
    const command = sh(`${copy(input.length).join(' ')} >&2; true`);
    const running = await start(t, setup, { command, stdin: true });
    await running.write(input);
    running.process.end();
    const outcome = await running.process.outcome;
    assert.deepEqual(outcome, { type: 'exited', code: 0 });
    assertSame(running.stderr, input);
    assert.equal(running.stdout.length, 0);
  });

  test('MultipleReadChannels', { timeout }, async t => {
    const script = 'i=0; while [ $i -lt 3000 ]; do echo "out $i"; echo "err $i" >&2; i=$((i+1)); done';
    const running = await start(t, setup, { command: sh(script) });
    await running.exited(0);
    const lines = (name: string) => Array.from({ length: 3000 }, (_, i) => `${name} ${i}\n`).join('');
    assertSame(running.stdout, Buffer.from(lines('out')));
    assertSame(running.stderr, Buffer.from(lines('err')));
  });

  test('10 MB of stdin arrive whole', { timeout }, async t => {
    const input = randomBytes(tenMegabytes);
    const command = sh(halfCloses ? 'md5sum' : `head -c ${input.length} | md5sum`);
    const running = await start(t, setup, { command, stdin: true });
    running.process.write(input);
    running.process.end();
    await running.exited(0);
    assert.equal(running.stdout.toString().slice(0, 32), md5(input));
  });

  test('10 MB of stdin come back whole', { timeout }, async t => {
    const input = randomBytes(tenMegabytes);
    const running = await start(t, setup, { command: copy(input.length), stdin: true });
    await running.write(input, 100_000);
    running.process.end();
    await running.exited(0);
    assertSame(running.stdout, input);
  });

  test('stdin that is read late arrives whole', { timeout }, async t => {
    const input = randomBytes(3_000_000);
    const command = sh(`sleep 4; head -c ${input.length} | md5sum`);
    const timing = { startGraceMs: 1, pingIntervalMs: 200, silenceLimitMs: 1_500 };
    const running = await start(t, setup, { command, stdin: true, timing });
    await running.write(input);
    await running.exited(0);
    assert.equal(running.stdout.toString().slice(0, 32), md5(input));
  });

  test('UTF-8 split across frames, out', { timeout }, async t => {
    const script = String.raw`printf 'a\342'; sleep 1; printf '\202'; sleep 1; printf '\254\360\237'; sleep 1; printf '\230\200z'`;
    const running = await start(t, setup, { command: sh(script) });
    await running.printed('a');
    await sleep(200);
    assert.equal(running.stdout.toString('hex'), '61e2', 'the half character was held back, or changed');
    await running.exited(0);
    assert.equal(running.stdout.toString(), 'a€😀z');
  });

  test('UTF-8 split across frames, in', { timeout }, async t => {
    const input = Buffer.from('日本語, ж, 😀, é\n');
    const running = await start(t, setup, { command: copy(input.length), stdin: true });
    for (const byte of input) {
      await running.write(Buffer.of(byte));
      await sleep(5);
    }
    running.process.end();
    await running.exited(0);
    assert.equal(running.stdout.toString(), input.toString());
  });

  test(halfCloses ? 'v5 ends stdin and goes on with the output' : 'v4 has no half-close', {
    timeout,
  }, async t => {
    const command = sh(`${count}; head -c 5; cat >/dev/null; count 20000`);
    const running = await start(t, setup, { command, stdin: true });
    await running.write(Buffer.from('hello'));
    assert.equal(running.process.end(), halfCloses);
    if (halfCloses) {
      await running.exited(0);
      assert.ok(running.stdout.toString().endsWith('\n19999\n20000\n'));
      return;
    }
    await running.printed('hello');
    await sleep(1_000);
    assert.equal(running.outcome, undefined);
    assert.equal(running.process.subprotocol, v4);
    await running.process.close();
    assert.deepEqual(running.outcome, { type: 'closed' });
    assert.equal(running.stdout.toString(), 'hello');
  });
}

export function assertSame(actual: Buffer, expected: Buffer): void {
  if (actual.equals(expected)) return;
  const same = expected.findIndex((byte, index) => byte !== actual[index]);
  assert.fail(`${actual.length} bytes instead of ${expected.length}; the first difference is at ${same}`);
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}
