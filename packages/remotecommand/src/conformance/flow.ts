import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './running.ts';
import type { ConformanceSetup } from './setup.ts';
import { sh } from './shell.ts';

const timeout = 120_000;
const lineBytes = 1_000;

/** Prints numbered lines of 1000 bytes until `$1.stop` exists, and keeps their number in `$1`. */
const printer = `line=$(printf '%0980d' 0); i=0
while [ ! -e "$1.stop" ]; do printf '%018d %s\\n' $i $line; i=$((i+1)); echo $i > "$1"; done
rm -f "$1" "$1.stop"`;

/** A reader that does not read stops the program in the container, and loses nothing by it. */
export function registerFlow(setup: ConformanceSetup): void {
  test('a slow reader pauses the container', { timeout }, async t => {
    const file = `/tmp/podbay-conformance-${randomUUID()}`;
    const running = await start(t, setup, { command: sh(printer, file) });
    const stop = async () => {
      await (await start(t, setup, { command: sh('touch "$1.stop"', file) })).exited(0);
    };
    try {
      await running.printed('\n');
      running.process.pause();
      const stoppedAt = await standstill(t, setup, file);
      const receivedBytes = running.stdout.length;
      await sleep(2_000);
      assert.equal(await lineCount(t, setup, file), stoppedAt, 'it went on while nobody read');
      assert.equal(running.stdout.length, receivedBytes);
      assert.ok(stoppedAt * lineBytes > receivedBytes);
      running.process.resume();
      await running.printed(`${String(stoppedAt + 1_000).padStart(18, '0')} `);
    } finally {
      await stop();
    }
    await running.exited(0);
    assertNumbered(running.stdout.toString());
  });

  test('many short pauses change nothing', { timeout }, async t => {
    const script = 'i=0; while [ $i -lt 100000 ]; do echo "$i"; i=$((i+1)); done; exit 4';
    const running = await start(t, setup, { command: sh(script) });
    let pieces = 0;
    running.onOutput = () => {
      assert.equal(running.process.paused, false, 'output came while paused');
      if (++pieces % 3 !== 0) return;
      running.process.pause();
      setTimeout(() => running.process.resume(), 1);
    };
    await running.exited(4);
    const lines = running.stdout.toString().split('\n');
    assert.equal(lines.length, 100_001);
    assert.ok(lines.every((line, index) => index === 100_000 || line === String(index)));
  });
}

/** The count at which the program has stood still for a second. */
async function standstill(t: TestContext, setup: ConformanceSetup, file: string): Promise<number> {
  let before = -1;
  for (;;) {
    const now = await lineCount(t, setup, file);
    if (now === before) return now;
    before = now;
    await sleep(1_000);
  }
}

async function lineCount(t: TestContext, setup: ConformanceSetup, file: string): Promise<number> {
  // For an instant, each time it is written, the file is empty.
  const command = sh('n=; until [ "$n" ]; do n=$(cat "$1"); done; echo "$n"', file);
  const reading = await start(t, setup, { command });
  await reading.exited(0);
  return Number(reading.stdout.toString());
}

function assertNumbered(output: string): void {
  const lines = output.split('\n');
  assert.equal(lines.pop(), '');
  for (const [index, line] of lines.entries()) {
    assert.equal(line.length, lineBytes - 1, `line ${index} is broken`);
    assert.equal(Number(line.slice(0, 18)), index, `after ${index} lines one is missing or twice there`);
  }
}
