import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RemoteProcess } from './remote-process.ts';
import { exitStatus, type Peer, startScriptedServer } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

/** Numbered lines in many small messages, all in one TCP segment, so that several are in each chunk that ws decodes. */
function burst(peer: Peer, count: number): string {
  const lines = Array.from({ length: count }, (_, line) => `line ${line}\n`);
  peer.socket.cork();
  for (const line of lines) peer.stdout(line);
  peer.socket.uncork();
  return lines.join('');
}

test('a pause in the middle of a chunk holds the rest of it, and a resume tells it in order', async () => {
  let sent = '';
  await using server = await startScriptedServer({
    play: peer => {
      sent = burst(peer, 500);
      peer.status(exitStatus(4));
      peer.ws.close(1000);
    },
  });
  const told: { process?: RemoteProcess } = {};
  let afterPause = 0;
  const { process, recorder } = await startProcess(server, {
    listener: listener(() => {
      if (told.process?.paused) afterPause++;
      told.process?.pause();
      setTimeout(() => told.process?.resume(), 0);
    }),
  });
  told.process = process;
  assert.deepEqual(await process.outcome, { type: 'exited', code: 4 });
  assert.equal(afterPause, 0);
  assert.equal(recorder.stdout, sent);
  assert.equal(recorder.calls.at(-1), 'end');
});

test('what comes with the handshake is told after whoever awaits the opening has run', async () => {
  await using server = await startScriptedServer({ play: peer => burst(peer, 3) });
  const { process, recorder } = await startProcess(server);
  assert.deepEqual(recorder.calls, []);
  process.pause();
  await sleep(20);
  assert.deepEqual(recorder.calls, []);
  process.resume();
  await waitUntil('all is told', () => recorder.calls.length === 3);
  await process.close();
});

test('nothing is told within a call of resume, and a pause right after it holds', async () => {
  await using server = await startScriptedServer({ play: peer => burst(peer, 10) });
  const told: { process?: RemoteProcess } = {};
  const { process, recorder } = await startProcess(server, {
    listener: listener(() => told.process?.pause()),
  });
  told.process = process;
  await waitUntil('the first message is told', () => recorder.calls.length === 1);
  process.resume();
  assert.equal(recorder.calls.length, 1);
  process.pause();
  await sleep(20);
  assert.equal(recorder.calls.length, 1);
  process.resume();
  process.resume();
  await sleep(20);
  assert.equal(recorder.calls.length, 2);
  await process.close();
});

for (const [name, end] of [
  ['a status and a close', finish],
  ['a reset', (peer: Peer) => peer.socket.resetAndDestroy()],
  ['the end of the connection', (peer: Peer) => peer.socket.end()],
] as const) {
  test(`after ${name} while paused, what came before is told first, on resume`, async () => {
    let sent = '';
    await using server = await startScriptedServer({
      play: peer => {
        sent = burst(peer, 100);
        setTimeout(end, 20, peer);
      },
    });
    const told: { process?: RemoteProcess } = {};
    const { process, recorder } = await startProcess(server, {
      listener: listener(() => {
        if (recorder.calls.length === 1) told.process?.pause();
      }),
    });
    told.process = process;
    await sleep(100);
    assert.deepEqual(recorder.calls, ['stdout']);
    process.resume();
    await process.outcome;
    assert.equal(recorder.stdout, sent);
    assert.equal(recorder.calls.filter(call => call === 'end').length, 1);
  });
}

test('a pause reaches the server: it can send no more than the buffers on the way hold', async () => {
  let sentBytes = 0;
  const total = 50_000_000;
  await using server = await startScriptedServer({
    play: peer => {
      const flood = () => {
        while (sentBytes < total && peer.ws.bufferedAmount < 100_000) {
          peer.stdout(Buffer.alloc(30_000));
          sentBytes += 30_000;
        }
        if (sentBytes >= total) finish(peer);
      };
      peer.socket.on('drain', flood);
      flood();
    },
  });
  let bytes = 0;
  const { process } = await startProcess(server, {
    listener: listener(chunk => {
      bytes += chunk.length;
    }),
  });
  await waitUntil('output flows', () => bytes > 0);
  process.pause();
  assert.equal(process.paused, true);
  await sleep(200);
  const atPause = bytes;
  const sentAtPause = sentBytes;
  await sleep(200);
  assert.equal(bytes, atPause);
  assert.equal(sentBytes, sentAtPause);
  assert.ok(sentBytes < total);
  process.resume();
  await process.outcome;
  assert.equal(bytes, sentBytes);
});

function finish(peer: Peer): void {
  peer.status(exitStatus(0));
  peer.ws.close(1000);
}

function listener(handleStdout: (bytes: Buffer) => void) {
  return { handleStdout, handleStderr() {}, handleDrain() {}, handleEnd() {} };
}
