import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { queryObjects } from 'node:v8';
import { FifoPool } from './fifo-pool.ts';
import { spawnOnTerminal } from './spawn-on-terminal.ts';

const aWhileMs = 100;

/** A terminal needs none. */
const pipes = new FifoPool('mkfifo', tmpdir());

async function runOnTerminal(command: string): Promise<number> {
  const argv = ['sh', '-c', command];
  const { streams } = await spawnOnTerminal({ pipes, argv, env: {}, cwd: '/', stdin: true });
  for (const { readable } of streams.outputs) readable.on('error', () => readable.destroy()).resume();
  return await streams.exit;
}

test('a terminal that has ended before its process leaves nothing behind', async () => {
  const before = queryObjects(ReadStream);
  const command = 'exec <&- >&- 2>&-; sleep 0.2; exit 3';
  const exits = await Promise.all(Array.from({ length: 5 }, () => runOnTerminal(command)));
  assert.deepEqual(exits, [3, 3, 3, 3, 3]);
  for (let tries = 0; tries < 50 && queryObjects(ReadStream) > before; tries++) await sleep(aWhileMs);
  assert.equal(queryObjects(ReadStream), before);
});
