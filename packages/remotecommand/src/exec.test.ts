import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { v4, v5 } from './channel.ts';
import { attach, exec } from './exec.ts';
import { createRecorder } from './testing/recorder.ts';
import { exitStatus, type Peer, startScriptedServer, success } from './testing/scripted-server.ts';
import { startProcess, target } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

function finish(peer: Peer, status: string): void {
  peer.status(status);
  peer.ws.close(1000);
}

test('offers v5 before v4 and no compression', async () => {
  await using server = await startScriptedServer({ play: peer => finish(peer, success) });
  const { process } = await startProcess(server);
  await process.outcome;
  const { headers } = server.peers[0]?.request ?? {};
  assert.equal(headers?.['sec-websocket-protocol'], `${v5},${v4}`);
  assert.equal(headers?.['sec-websocket-extensions'], undefined);
  assert.equal(process.subprotocol, v5);
});

test('uses v4 where the server has no more', async () => {
  await using server = await startScriptedServer({ subprotocols: [v4], play: peer => finish(peer, success) });
  const { process } = await startProcess(server);
  assert.equal(process.subprotocol, v4);
  assert.deepEqual(await process.outcome, { type: 'exited', code: 0 });
});

test('output may be kept as it is told', async () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${String(i).padStart(999, '.')}\n`);
  await using server = await startScriptedServer({
    play: async peer => {
      for (const line of lines) {
        peer.stdout(line);
        await sleep(0);
      }
      finish(peer, success);
    },
  });
  const kept: Buffer[] = [];
  const { process } = await startProcess(server, {
    listener: {
      handleStdout: bytes => kept.push(bytes),
      handleStderr() {},
      handleDrain() {},
      handleEnd() {},
    },
  });
  await process.outcome;
  assert.equal(Buffer.concat(kept).toString(), lines.join(''));
});

test('tells stdout and stderr in order, then the outcome, once and last', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      peer.stdout('');
      peer.stdout('one ');
      peer.stderr('oops');
      peer.stdout('two');
      finish(peer, exitStatus(3));
    },
  });
  const { process, recorder } = await startProcess(server);
  assert.deepEqual(await process.outcome, { type: 'exited', code: 3 });
  assert.deepEqual(recorder.calls, ['stdout', 'stderr', 'stdout', 'end']);
  assert.deepEqual(recorder.outcomes, [{ type: 'exited', code: 3 }]);
  assert.equal(recorder.stdout, 'one two');
  assert.equal(recorder.stderr, 'oops');
});

test('the same bytes arrive wherever the network cuts them', async () => {
  const sent = Buffer.from('a日本語😀z'.repeat(50));
  await using server = await startScriptedServer({
    play: peer => {
      for (const byte of sent) peer.stdout(Buffer.of(byte));
      finish(peer, success);
    },
  });
  const { process, recorder } = await startProcess(server);
  await process.outcome;
  assert.equal(recorder.stdout, sent.toString());
});

test('output that a runtime sends after the status is told before the outcome', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      peer.status(success);
      peer.stdout('late');
      peer.ws.close(1000);
    },
  });
  const { process, recorder } = await startProcess(server);
  await process.outcome;
  assert.deepEqual(recorder.calls, ['stdout', 'end']);
});

test('attach has no command and asks for what it is told to', async () => {
  await using server = await startScriptedServer({ play: peer => finish(peer, success) });
  const options = { ...target, stdin: false, tty: false, listener: createRecorder() };
  const process = await attach(server.connection, options);
  await process.outcome;
  assert.equal(
    server.peers[0]?.request.url,
    '/api/v1/namespaces/ns/pods/pod/attach?container=main&stdin=false&stdout=true&stderr=true&tty=false',
  );
});

test('sends nothing after a status', async () => {
  let pings = 0;
  await using server = await startScriptedServer({ play: peer => peer.ws.on('ping', () => pings++) });
  const { process } = await startProcess(server, {
    tty: true,
    timing: { closeGraceMs: 150, pingIntervalMs: 10, keepAliveIntervalMs: 10, resizeIntervalMs: 1 },
  });
  const peer = server.peers[0];
  await waitUntil('pings and keep-alives come', () => pings > 2 && (peer?.messages.length ?? 0) > 2);
  peer?.status(exitStatus(1));
  await sleep(50);
  pings = 0;
  const before = peer?.messages.length;
  assert.equal(process.write(Buffer.from('too late')), true);
  process.resize({ cols: 2, rows: 2 });
  assert.deepEqual(await process.outcome, { type: 'exited', code: 1 });
  assert.equal(peer?.messages.length, before);
  assert.equal(pings, 0);
});

test('close ends with 1000 and is idempotent, after the end too', async () => {
  await using server = await startScriptedServer({});
  const { process, recorder } = await startProcess(server);
  const closed = new Promise(resolve => server.peers[0]?.ws.on('close', resolve));
  await Promise.all([process.close(), process.close()]);
  await process.close();
  assert.equal(await closed, 1000);
  assert.deepEqual(await process.outcome, { type: 'closed' });
  assert.deepEqual(recorder.calls, ['end']);
});

test('close tells no more output, and ends a server that floods and never answers', async () => {
  await using server = await startScriptedServer({
    play: peer => {
      peer.socket.pause();
      const flood = () => {
        while (!peer.socket.destroyed && peer.ws.bufferedAmount < 1e6) peer.stdout(Buffer.alloc(30_000));
      };
      peer.socket.on('drain', flood);
      flood();
    },
  });
  const { process, recorder } = await startProcess(server, { timing: { closeGraceMs: 100 } });
  await waitUntil('output flows', () => recorder.calls.length > 50);
  const before = performance.now();
  const closing = process.close();
  const { length } = recorder.calls;
  await closing;
  assert.ok(performance.now() - before < 1000);
  assert.deepEqual(recorder.calls.slice(length), ['end']);
  assert.deepEqual(recorder.outcomes, [{ type: 'closed' }]);
});

test('close while paused frees everything', async () => {
  await using server = await startScriptedServer({ play: peer => peer.stdout(Buffer.alloc(1e6)) });
  const { process, recorder } = await startProcess(server);
  process.pause();
  const before = performance.now();
  await process.close();
  assert.ok(performance.now() - before < 1000, 'it was not closed but given up');
  assert.deepEqual(recorder.calls, ['end']);
});

test('a status that came before the close is the outcome', async () => {
  await using server = await startScriptedServer({ play: peer => peer.status(exitStatus(7)) });
  const { process } = await startProcess(server);
  await sleep(50);
  await process.close();
  assert.deepEqual(await process.outcome, { type: 'exited', code: 7 });
});

test('methods called after the end do nothing and throw nothing', async () => {
  await using server = await startScriptedServer({ play: peer => finish(peer, success) });
  const { process, recorder } = await startProcess(server, { tty: true });
  await process.outcome;
  process.pause();
  process.resume();
  process.resize({ cols: 80, rows: 24 });
  process.end();
  assert.equal(process.write(Buffer.alloc(1e6)), true);
  await process.close();
  assert.deepEqual(recorder.calls, ['end']);
});

test('wrong use is a TypeError that names it', async () => {
  await using server = await startScriptedServer({ play: peer => peer.stdout('x') });
  const options = { ...target, stdin: true, tty: true, listener: createRecorder() };
  const wrong: readonly (readonly [Parameters<typeof exec>[1], RegExp])[] = [
    [{ ...options, size: { cols: 1.5, rows: 2 } }, /^size.cols: expected an integer, got 1.5$/],
    [{ ...options, timing: { pingIntervalMs: 0 } }, /^timing.pingIntervalMs: expected milliseconds/],
    [{ ...options, timing: { closeGraceMs: 2 ** 31 } }, /^timing.closeGraceMs/],
    [{ ...options, subprotocols: [] }, /^subprotocols: expected v5 or v4 or both, got \[\]$/],
    [{ ...options, subprotocols: [v5, v5] }, /^subprotocols/],
    [{ ...options, pod: '../../x?' }, /^pod: expected a DNS-1123 name/],
    [{ ...options, command: [] }, /^command/],
  ];
  for (const [given, message] of wrong) {
    await assert.rejects(exec(server.connection, given), { name: 'TypeError', message });
  }
  assert.equal(server.peers.length, 0);
});
