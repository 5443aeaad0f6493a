import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { channels } from './channel.ts';
import { type Peer, startScriptedServer } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

const sizesOf = (peer: Peer | undefined) =>
  (peer?.frames ?? [])
    .filter(frame => frame.channel === channels.resize)
    .map(frame => frame.payload.toString());

test('the first size is the first message, before any stdin', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server, { tty: true, size: { cols: 120, rows: 40 } });
  process.write(Buffer.from('ls\n'));
  await waitUntil('both have come', () => server.peers[0]?.messages.length === 2);
  assert.deepEqual(
    server.peers[0]?.messages.map(message => message.toString('latin1')),
    ['\x04{"Width":120,"Height":40}', '\x00ls\n'],
  );
  await process.close();
});

test('of many sizes the latest is sent, spaced by the interval', async () => {
  await using server = await startScriptedServer({});
  const times: number[] = [];
  const { process } = await startProcess(server, { tty: true, size: { cols: 80, rows: 24 } });
  server.peers[0]?.ws.on('message', () => times.push(performance.now()));
  const startedAtMs = performance.now();
  for (let step = 0; step < 40; step++) {
    process.resize({ cols: 100 + step, rows: 30 });
    await sleep(5);
  }
  await waitUntil('the last has come', () => sizesOf(server.peers[0]).at(-1) === '{"Width":139,"Height":30}');
  const tookMs = performance.now() - startedAtMs;
  const most = tookMs / 50 + 2;
  assert.ok(times.length >= 3 && times.length <= most, `${times.length} resizes in ${tookMs} ms`);
  await process.close();
});

test('sizes are brought within 1..1000, and what is no integer is a TypeError that sends nothing', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server, { tty: true, timing: { resizeIntervalMs: 1 } });
  for (const cols of [1.5, Number.NaN, Number.POSITIVE_INFINITY, '80', null, undefined]) {
    assert.throws(() => process.resize({ cols: cols as number, rows: 24 }), { name: 'TypeError' });
  }
  process.resize({ cols: 0, rows: -3 });
  await waitUntil('one has come', () => sizesOf(server.peers[0]).length === 1);
  process.resize({ cols: 70_000, rows: 1000 });
  await waitUntil('two have come', () => sizesOf(server.peers[0]).length === 2);
  assert.deepEqual(sizesOf(server.peers[0]), ['{"Width":1,"Height":1}', '{"Width":1000,"Height":1000}']);
  await process.close();
});

test('without a TTY no size is ever sent', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server, { tty: false, size: { cols: 80, rows: 24 } });
  process.resize({ cols: 81, rows: 24 });
  process.write(Buffer.from('x'));
  await waitUntil('stdin has come', () => server.peers[0]?.messages.length === 1);
  await sleep(80);
  assert.deepEqual(sizesOf(server.peers[0]), []);
  await process.close();
});
