import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { ReadPacing } from './read-pacing.ts';
import { exitStatus, startScriptedServer } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

function createPacing() {
  const calls: string[] = [];
  const pacing = new ReadPacing({ rest: () => calls.push('rest'), wake: () => calls.push('wake') });
  const bring = async (bytes: number) => {
    for (let left = bytes; left > 0; left -= 4096) pacing.handleBytes(Math.min(left, 4096));
    await turn();
    await turn();
  };
  return { pacing, calls, bring };
}

test('little output is never rested upon, much output is, for a moment', async () => {
  const { pacing, calls, bring } = createPacing();
  for (let i = 0; i < 15; i++) await bring(4096);
  assert.deepEqual(calls, []);
  await bring(100_000);
  await waitUntil('reading goes on', () => calls.length === 2);
  assert.deepEqual(calls, ['rest', 'wake']);
  assert.equal(pacing.resting, false);
  pacing.close();
});

test('a stream that brings too much in the shortest rest is left alone', async () => {
  const { pacing, calls, bring } = createPacing();
  await bring(100_000);
  await waitUntil('reading goes on', () => calls.includes('wake'));
  await bring(100_000_000);
  await bring(1_000_000);
  assert.deepEqual(calls, ['rest', 'wake']);
  pacing.close();
});

test('what has waited during a pause is read without a rest', async () => {
  const { pacing, calls, bring } = createPacing();
  pacing.catchUp();
  for (let i = 0; i < 5; i++) await bring(100_000);
  assert.deepEqual(calls, []);
  await bring(10_000);
  await waitUntil('reading goes on', () => calls.length === 2);
  assert.deepEqual(calls, ['rest', 'wake']);
  pacing.close();
});

interface Sender {
  bytesPerMs: number;
  /** Of the receive window, which stops it. */
  windowBytes: number;
}

/** Has what a sender has sent during each rest read at its end. */
function createPacedSender(sender: Sender) {
  const recordBytes = 3 * 1024;
  const rests: number[] = [];
  let startedMs = 0;
  const pacing = new ReadPacing({
    rest: () => {
      startedMs = performance.now();
    },
    wake: () => {
      const restedMs = performance.now() - startedMs;
      rests.push(restedMs);
      // It has stopped where the next record did not fit.
      const fullBytes = sender.windowBytes - (rests.length % 3) * recordBytes;
      const bytes = Math.min(fullBytes, Math.round(restedMs * sender.bytesPerMs));
      if (bytes > 0) pacing.handleBytes(bytes);
    },
  });
  const start = () => {
    for (let i = 0; i < 32; i++) pacing.handleBytes(4096);
  };
  const restedOften = async (times: number) => {
    rests.length = 0;
    await waitUntil('it has rested often', () => rests.length >= times);
    return rests;
  };
  return { pacing, start, restedOften };
}

test('a receive window that holds less than a batch does not make rests long for good', async () => {
  const { pacing, start, restedOften } = createPacedSender({
    bytesPerMs: 40 * 1024,
    windowBytes: 112 * 1024,
  });
  start();
  const rests = await restedOften(200);
  pacing.close();
  assert.ok(Math.max(...rests) > 7, `they became long: ${rests}`);
  assert.ok(Math.min(...rests.slice(-20)) < 5, `and as short as the window asks for: ${rests}`);
});

test('once it has been slow, a stream is read in whole batches again', async () => {
  const sender = { bytesPerMs: 32 * 1024, windowBytes: 64 * 1024 };
  const { pacing, start, restedOften } = createPacedSender(sender);
  start();
  const short = await restedOften(300);
  assert.ok(Math.min(...short.slice(-20)) < 3, `as short as a small window asks for: ${short.slice(-20)}`);
  sender.bytesPerMs = 0;
  await sleep(200);
  Object.assign(sender, { bytesPerMs: 32 * 1024, windowBytes: Number.POSITIVE_INFINITY });
  start();
  const rests = (await restedOften(100)).slice(-50).toSorted((a, b) => a - b);
  pacing.close();
  assert.ok((rests[25] as number) > 3.5, `as long as a batch takes: ${rests}`);
});

test('once closed it neither rests nor wakes', async () => {
  const { pacing, calls, bring } = createPacing();
  await bring(100_000);
  pacing.close();
  assert.equal(pacing.resting, false);
  const before = calls.length;
  await bring(100_000);
  await sleep(20);
  assert.equal(calls.length, before);
});

test('many small messages are read in few turns, and each byte comes, in order', async () => {
  const messages = 5000;
  await using server = await startScriptedServer({
    play: async peer => {
      for (let i = 0; i < messages; i++) {
        peer.stdout(`${String(i).padStart(4095, '.')}\n`);
        if (i % 4 === 0) await turn();
      }
      peer.status(exitStatus(0));
      peer.ws.close(1000);
    },
  });
  let text = '';
  const turns = new Set<number>();
  let current = 0;
  const { process } = await startProcess(server, {
    listener: {
      handleStdout(bytes) {
        text += bytes.toString('latin1');
        turns.add(current);
        setImmediate(() => current++);
      },
      handleStderr() {},
      handleDrain() {},
      handleEnd() {},
    },
  });
  assert.deepEqual(await process.outcome, { type: 'exited', code: 0 });
  const lines = text.split('\n').slice(0, -1);
  assert.deepEqual(
    lines.map(line => Number(line.replace(/^\.+/, ''))),
    [...lines.keys()],
  );
  assert.equal(lines.length, messages);
  assert.ok(turns.size < messages / 4, `${turns.size} turns for ${messages} messages`);
});
