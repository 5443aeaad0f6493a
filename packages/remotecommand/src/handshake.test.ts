import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { exec } from './exec.ts';
import type { HandshakeError, HandshakeErrorCode } from './handshake-error.ts';
import type { ExecOptions } from './options.ts';
import { createRecorder } from './testing/recorder.ts';
import { refused } from './testing/refused.ts';
import { connectionTo, startScriptedServer } from './testing/scripted-server.ts';
import { target } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

const options: ExecOptions = { ...target, stdin: true, tty: true, listener: createRecorder() };

test('a 101 without a subprotocol', async () => {
  await using server = await startScriptedServer({ subprotocols: [] });
  assert.equal((await refused(server.connection)).code, 'subprotocol-refused');
});

test('of a body without end 64 KiB are read', async () => {
  let written = 0;
  let closed = false;
  await using server = await startScriptedServer({
    refuse: socket => {
      socket.on('close', () => {
        closed = true;
      });
      socket.write('HTTP/1.1 500 X\r\n\r\n');
      const flood = () => {
        while (!socket.destroyed && written < 1e8 && socket.write('x'.repeat(10_000))) written += 10_000;
      };
      socket.on('drain', flood);
      flood();
    },
  });
  const error = await refused(server.connection);
  assert.equal(error.code, 'server-error');
  assert.equal(error.message.length, 64 * 1024);
  await waitUntil('the socket is closed', () => closed);
  assert.ok(written < 1e8);
});

test('a body that never comes is waited for to its deadline, and what came of it counts', async () => {
  await using server = await startScriptedServer({
    refuse: socket => socket.write('HTTP/1.1 404 X\r\nContent-Length: 1000\r\n\r\npods "web" not found'),
  });
  const error = await refused(server.connection, { timing: { refusalBodyMs: 50 } });
  assert.equal(error.code, 'pod-not-found');
});

test('the deadline of the handshake does not cut a refusal short', async () => {
  await using server = await startScriptedServer({
    refuse: socket => {
      socket.write('HTTP/1.1 404 X\r\nContent-Length: 20\r\n\r\n');
      setTimeout(() => socket.write('pods "web" not found'), 150);
    },
  });
  const error = await refused(server.connection, { timing: { handshakeMs: 80 } });
  assert.equal(error.code, 'pod-not-found');
});

test('a body that is cut off', async () => {
  await using server = await startScriptedServer({
    refuse: socket => {
      socket.write('HTTP/1.1 500 X\r\nContent-Length: 1000\r\n\r\nhalf');
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
  });
  const error = await refused(server.connection);
  assert.deepEqual([error.code, error.message], ['server-error', 'half']);
});

test('the deadline holds for a server that says nothing, and for one that trickles', async () => {
  for (const refuse of [() => {}, trickle]) {
    await using server = await startScriptedServer({ refuse });
    const error = await refused(server.connection, { timing: { handshakeMs: 100 } });
    assert.equal(error.code, 'timeout');
  }
});

function trickle(socket: Socket): void {
  socket.write('HTTP/1.1 101 X\r\n');
  const timer = setInterval(() => socket.write('X-A: b\r\n'), 20);
  socket.on('close', () => clearInterval(timer));
}

test('network failures have codes of their own', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as { port: number };
  gone.close();
  await once(gone, 'close');
  await using resetting = await startScriptedServer({ refuse: socket => socket.resetAndDestroy() });
  await using closing = await startScriptedServer({ refuse: socket => socket.end() });
  const https = (url: URL) => connectionTo(new URL(url.href.replace('http:', 'https:')));
  const cases: readonly (readonly [Connection, HandshakeErrorCode])[] = [
    [connectionTo(new URL(`http://127.0.0.1:${port}`)), 'connection-refused'],
    [connectionTo(new URL('http://no-such-host.invalid')), 'dns'],
    [resetting.connection, 'connection-reset'],
    [closing.connection, 'connection-reset'],
    [https(resetting.url), 'tls'],
  ];
  for (const [connection, code] of cases) {
    const error = await refused(connection);
    assert.equal(error.code, code, error.message);
    assert.ok(error.cause instanceof Error);
  }
});

test('credentials that fail, break TLS, or never come', async () => {
  const cause = new Error('plugin said no');
  const failing = await refused({ open: () => Promise.reject(cause) });
  assert.deepEqual([failing.code, failing.message, failing.cause], ['credentials', 'plugin said no', cause]);
  const throwing = await refused({
    open: () => {
      throw cause;
    },
  });
  assert.equal(throwing.code, 'credentials');
  const server = new URL('https://127.0.0.1:1');
  const badKey = await refused({ open: async () => ({ server, headers: {}, tls: { key: 'x', cert: 'x' } }) });
  assert.equal(badKey.code, 'tls');
  const badHeader = await refused({ open: async () => ({ server, headers: { a: 'b\nc' }, tls: {} }) });
  assert.equal(badHeader.code, 'credentials');
  const never = await refused({ open: () => new Promise(() => {}) }, { timing: { credentialsMs: 30 } });
  assert.equal(never.code, 'timeout');
});

test('a signal that is aborted already opens nothing', async () => {
  let opened = 0;
  const connection = connectionTo(new URL('http://127.0.0.1:1'));
  const counting = {
    open() {
      opened++;
      return connection.open();
    },
  };
  const error = await refused(counting, { signal: AbortSignal.abort(new Error('why')) });
  assert.equal(error.code, 'aborted');
  assert.equal((error.cause as Error).message, 'why');
  assert.equal(opened, 0);
});

test('an abort while the credentials are fetched, however they end', async () => {
  for (const settle of [
    () => Promise.reject(new Error('late')),
    () => connectionTo(new URL('http://127.0.0.1:1')).open(),
  ]) {
    const aborter = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const failed = refused({ open: () => promise.then(settle) }, { signal: aborter.signal });
    await sleep(5);
    aborter.abort();
    assert.equal((await failed).code, 'aborted');
    resolve();
    await sleep(5);
  }
});

test('an abort in each of the turns after the credentials have come', async () => {
  await using server = await startScriptedServer({});
  for (let turns = 0; turns < 12; turns++) {
    const aborter = new AbortController();
    const open = async () => {
      void abortAfter(turns, aborter);
      return server.connection.open();
    };
    assert.equal((await refused({ open }, { signal: aborter.signal })).code, 'aborted');
  }
  await sleep(20);
  assert.equal(server.peers.length, 0);
});

async function abortAfter(turns: number, aborter: AbortController): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await undefined;
  aborter.abort();
}

test('an abort while the server is silent, or sends the body of its refusal', async () => {
  for (const answer of ['', 'HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\nx']) {
    let closed = false;
    await using server = await startScriptedServer({
      refuse: socket => {
        socket.on('end', () => {
          closed = true;
        });
        socket.resume();
        socket.write(answer);
      },
    });
    const signal = AbortSignal.timeout(50);
    assert.equal((await refused(server.connection, { signal })).code, 'aborted');
    await waitUntil('the socket is closed', () => closed);
  }
});

test('whenever an abort comes, either nothing was opened or it is closed again', async () => {
  await using server = await startScriptedServer({ play: peer => peer.stdout('x') });
  let opened = 0;
  for (let delayMs = 0; delayMs < 12; delayMs += 0.25) {
    const aborter = new AbortController();
    const recorder = createRecorder();
    const starting = exec(server.connection, { ...options, listener: recorder, signal: aborter.signal });
    setTimeout(() => aborter.abort(), delayMs);
    try {
      const { outcome } = await starting;
      opened++;
      assert.deepEqual(await outcome, { type: 'closed' });
      assert.equal(recorder.calls.at(-1), 'end');
    } catch (error) {
      assert.equal((error as HandshakeError).code, 'aborted');
      assert.deepEqual(recorder.calls, []);
    }
  }
  await waitUntil('every connection is closed', () => server.peers.every(peer => peer.socket.destroyed));
  assert.ok(opened > 0, 'no abort came after the opening');
});
