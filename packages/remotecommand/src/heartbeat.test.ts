import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Peer, startScriptedServer } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';
import type { Timing } from './timing.ts';

const timing: Partial<Timing> = {
  pingIntervalMs: 20,
  silenceLimitMs: 100,
  startGraceMs: 1,
  closeGraceMs: 50,
};

/** Reads and answers nothing any more, as a machine that has gone from the network. */
function vanish(peer: Peer): void {
  peer.socket.removeAllListeners('data');
  peer.socket.resume();
}

test('pings are answered and an idle connection lives', async () => {
  let pings = 0;
  await using server = await startScriptedServer({ play: peer => peer.ws.on('ping', () => pings++) });
  const { process, recorder } = await startProcess(server, { timing });
  await sleep(400);
  assert.deepEqual(recorder.calls, []);
  assert.ok(pings >= 5, `${pings} pings`);
  await process.close();
});

test('a server that never answers is lost after the silence limit, not before', async () => {
  await using server = await startScriptedServer({ play: vanish });
  const before = performance.now();
  const { process, recorder } = await startProcess(server, { timing });
  const outcome = await process.outcome;
  const afterMs = performance.now() - before;
  assert.equal(outcome.type === 'lost' && outcome.code, 'unresponsive');
  assert.ok(afterMs >= 100 && afterMs < 1000, `${afterMs} ms`);
  assert.deepEqual(recorder.calls, ['end']);
});

test('any received byte is a sign of life, half a message too', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      vanish(peer);
      peer.socket.write(Buffer.of(0x82, 126, 0xff, 0xff));
    },
  });
  const { process, recorder } = await startProcess(server, { timing });
  for (let i = 0; i < 20; i++) {
    server.peers[0]?.socket.write(Buffer.alloc(1));
    await sleep(20);
  }
  assert.deepEqual(recorder.calls, []);
  await process.close();
});

test('silence does not count during the start', async () => {
  await using server = await startScriptedServer({ play: vanish });
  const { process, recorder } = await startProcess(server, { timing: { ...timing, startGraceMs: 300 } });
  await sleep(300);
  assert.deepEqual(recorder.calls, []);
  await process.outcome;
});

test('while paused there is no ping and silence does not count; after the resume it does', async () => {
  let pings = 0;
  await using server = await startScriptedServer({
    play: peer => {
      vanish(peer);
      peer.socket.on('data', () => pings++);
    },
  });
  const { process, recorder } = await startProcess(server, {
    timing: { ...timing, keepAliveIntervalMs: 30 },
  });
  process.pause();
  await sleep(300);
  assert.equal(pings, 0);
  assert.deepEqual(recorder.calls, []);
  const resumedAt = performance.now();
  process.resume();
  const outcome = await process.outcome;
  assert.equal(outcome.type === 'lost' && outcome.code, 'unresponsive');
  assert.ok(performance.now() - resumedAt >= 80);
});

test('while stdin has not left this process silence does not count', async () => {
  await using server = await startScriptedServer({ play: peer => peer.socket.pause() });
  const { process, recorder } = await startProcess(server, { timing });
  process.write(Buffer.alloc(20_000_000));
  await sleep(400);
  assert.ok(process.bufferedBytes > 0);
  assert.deepEqual(recorder.calls, []);
  await process.close();
});

test('while stdin is in the kernel but unanswered silence does not count; once it is answered it does', async () => {
  await using server = await startScriptedServer({ play: peer => peer.socket.pause() });
  const { process, recorder } = await startProcess(server, { timing });
  process.write(Buffer.alloc(100_000));
  await waitUntil('all is in the kernel', () => process.bufferedBytes === 0);
  await sleep(400);
  assert.deepEqual(recorder.calls, []);
  const peer = server.peers[0];
  const answered = new Promise(resolve => peer?.ws.once('ping', resolve));
  peer?.socket.resume();
  await answered;
  await sleep(60);
  if (peer) vanish(peer);
  const outcome = await process.outcome;
  assert.equal(outcome.type === 'lost' && outcome.code, 'unresponsive');
});

test('a little unanswered stdin does not hide a dead connection', async () => {
  await using server = await startScriptedServer({ play: vanish });
  const { process } = await startProcess(server, { timing });
  process.write(Buffer.from('typed into the void\n'));
  const outcome = await process.outcome;
  assert.equal(outcome.type === 'lost' && outcome.code, 'unresponsive');
});

test('an answer to a ping that was never sent proves nothing and breaks nothing', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      for (const data of ['', 'NaN', '-1', '1e99', 'x'.repeat(125)]) peer.ws.pong(data);
    },
  });
  const { process, recorder } = await startProcess(server, { timing });
  await sleep(150);
  assert.deepEqual(recorder.calls, []);
  await process.close();
});

test('the keep-alive is an empty binary message', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server, { timing: { keepAliveIntervalMs: 30 } });
  const peer = server.peers[0];
  const kinds: boolean[] = [];
  peer?.ws.on('message', (_data, isBinary) => kinds.push(isBinary));
  await waitUntil('two have come', () => kinds.length >= 2);
  assert.ok(kinds.every(isBinary => isBinary));
  assert.ok(peer?.messages.every(message => message.length === 0));
  await process.close();
});
