import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { channels, v4 } from './channel.ts';
import { Stdin } from './stdin.ts';
import { type Peer, startScriptedServer, success } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

const stdinOf = (peer: Peer | undefined) =>
  Buffer.concat(
    (peer?.frames ?? []).filter(frame => frame.channel === channels.stdin).map(frame => frame.payload),
  );

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

test('takes 10 MB in one write and passes it on whole in messages of at most 32 KiB', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server);
  const peer = server.peers[0];
  const input = randomBytes(10_000_000);
  process.write(input);
  await waitUntil('all has come', () => stdinOf(peer).length === input.length);
  assert.equal(md5(stdinOf(peer)), md5(input));
  assert.equal(Math.max(...(peer?.messages ?? []).map(message => message.length)), 32 * 1024);
  assert.equal(process.bufferedBytes, 0);
  await process.close();
});

test('a server that does not read fills the buffer to its bound; when it reads, all comes and one drain is told', async () => {
  await using server = await startScriptedServer({ play: peer => peer.socket.pause() });
  const { process, recorder } = await startProcess(server);
  const chunk = randomBytes(10_000);
  let written = 0;
  let drains = 0;
  // The kernel's buffers grow while they are being filled, so what is full now may not be in a moment.
  do {
    drains = recorder.calls.length;
    do written += chunk.length;
    while (process.write(chunk));
    await sleep(50);
  } while (recorder.calls.length > drains);
  assert.ok(process.bufferedBytes >= 256 * 1024, `${process.bufferedBytes} bytes`);
  assert.ok(process.bufferedBytes < 256 * 1024 + 2 * chunk.length, `${process.bufferedBytes} bytes`);
  server.peers[0]?.socket.resume();
  await waitUntil('all has come', () => stdinOf(server.peers[0]).length === written);
  assert.deepEqual(recorder.calls.slice(drains), ['drain']);
  assert.equal(process.bufferedBytes, 0);
  await process.close();
});

test('gives the socket a bounded part of a large write at a time', () => {
  const pending: (() => void)[] = [];
  let sentBytes = 0;
  const socket = {
    bufferedBytes: 0,
    send(message: Uint8Array, sent: () => void = () => {}) {
      socket.bufferedBytes += message.length;
      sentBytes += message.length - 1;
      pending.push(() => {
        socket.bufferedBytes -= message.length;
        sent();
      });
    },
  };
  const stdin = new Stdin(socket, () => {});
  assert.equal(stdin.write(Buffer.alloc(10_000_000)), false);
  for (let flush = pending.shift(); flush; flush = pending.shift()) {
    assert.ok(socket.bufferedBytes <= 160 * 1024, `${socket.bufferedBytes} bytes`);
    flush();
  }
  assert.equal(sentBytes, 10_000_000);
});

test('half-close on v5 comes after all that was written, and output goes on', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      peer.socket.pause();
      peer.ws.on('message', (message: Buffer) => {
        if (message.toString('hex') !== 'ff00') return;
        peer.stdout(`${stdinOf(peer).length}`);
        peer.status(success);
        peer.ws.close(1000);
      });
    },
  });
  const { process, recorder } = await startProcess(server);
  process.write(Buffer.alloc(20_000_000));
  assert.ok(process.bufferedBytes > 0);
  assert.equal(process.end(), true);
  assert.equal(process.end(), true);
  assert.equal(process.write(Buffer.from('dropped')), true);
  server.peers[0]?.socket.resume();
  assert.deepEqual(await process.outcome, { type: 'exited', code: 0 });
  assert.equal(recorder.stdout, '20000000');
});

for (const [name, options, script] of [
  ['on v4', {}, { subprotocols: [v4] }],
  ['with a TTY', { tty: true }, {}],
  ['without stdin', { stdin: false }, {}],
] as const) {
  test(`there is no half-close ${name}: false, nothing sent, and the process goes on`, async () => {
    await using server = await startScriptedServer(script);
    const { process } = await startProcess(server, options);
    assert.equal(process.end(), false);
    const echoed = new Promise(resolve => server.peers[0]?.ws.on('pong', resolve));
    server.peers[0]?.ws.ping();
    await echoed;
    assert.deepEqual(server.peers[0]?.messages, []);
    await process.close();
  });
}

test('an empty write sends nothing; a write of what is no bytes, or without stdin, is a TypeError', async () => {
  await using server = await startScriptedServer({});
  const { process } = await startProcess(server);
  assert.equal(process.write(new Uint8Array()), true);
  assert.throws(() => process.write('text' as unknown as Uint8Array), TypeError);
  process.write(Buffer.from('x'));
  await waitUntil('the byte has come', () => server.peers[0]?.messages.length === 1);
  await process.close();
  const { process: deaf } = await startProcess(server, { stdin: false });
  assert.throws(() => deaf.write(Buffer.from('x')), /expected a process with stdin: true/);
  await deaf.close();
});
