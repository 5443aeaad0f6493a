import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import type { Connection } from './connection.ts';
import { exec } from './exec.ts';
import { HandshakeError } from './handshake-error.ts';
import { createRecorder } from './testing/recorder.ts';
import { exitStatus, type Script, startScriptedServer } from './testing/scripted-server.ts';
import { target } from './testing/start-process.ts';
import { waitUntil } from './testing/wait-until.ts';

const endings: Readonly<Record<string, Script>> = {
  exit: {
    play: peer => {
      peer.stdout('bye');
      peer.status(exitStatus(1));
      peer.ws.close(1000);
    },
  },
  'close without a status': { play: peer => peer.ws.close(1000) },
  'status without a close': { play: peer => peer.status(exitStatus(1)) },
  reset: { play: peer => peer.socket.resetAndDestroy() },
  'protocol error': { play: peer => peer.socket.write('nonsense') },
  'never a pong': { play: peer => peer.socket.removeAllListeners('data') },
  closed: {},
  paused: { play: peer => peer.stdout(Buffer.alloc(1_000_000)) },
  refused: { refuse: socket => socket.end('HTTP/1.1 403 X\r\nContent-Length: 2\r\n\r\nno') },
  'silent handshake': { refuse: socket => socket.resume() },
  'half a refusal': { refuse: socket => socket.write('HTTP/1.1 500 X\r\nContent-Length: 2\r\n\r\nn') },
};

const timing = {
  closeGraceMs: 50,
  pingIntervalMs: 20,
  silenceLimitMs: 50,
  startGraceMs: 1,
  handshakeMs: 2_000,
  refusalBodyMs: 50,
};

test('after 330 execs that ended in every way no socket, timer or listener is left', async () => {
  const before = resources();
  const aborter = new AbortController();
  for (const [name, script] of Object.entries(endings)) {
    await using server = await startScriptedServer(script);
    const signal = name === 'silent handshake' ? AbortSignal.timeout(50) : aborter.signal;
    await Promise.all(Array.from({ length: 30 }, () => runToItsEnd(server.connection, signal, name)));
    assert.deepEqual(getEventListeners(signal, 'abort'), [], name);
    await waitUntil(`the sockets are closed: ${name}`, () => !resources().includes('TCPSocketWrap'));
  }
  await waitUntil('all is freed', () => resources().join() === before.join());
});

test('no timer outlives its process', async () => {
  const aborter = new AbortController();
  for (const name of ['exit', 'close without a status', 'reset', 'protocol error', 'closed'] as const) {
    await using server = await startScriptedServer(endings[name] ?? {});
    const options = { ...target, stdin: true, tty: true, listener: createRecorder(), signal: aborter.signal };
    const started = await exec(server.connection, { ...options, timing: { closeGraceMs: 60_000 } });
    if (name === 'closed') await started.close();
    await started.outcome;
    await started.close();
    // The server has one of its own until its socket is closed.
    await waitUntil(`no timer is left: ${name}`, () => !resources().includes('Timeout'), 2_000);
  }
});

async function runToItsEnd(connection: Connection, signal: AbortSignal, ending: string): Promise<void> {
  const size = { cols: 80, rows: 24 };
  const options = { ...target, stdin: true, tty: true, size, timing, signal, listener: createRecorder() };
  try {
    const process = await exec(connection, options);
    process.write(Buffer.from('input'));
    process.resize({ cols: 81, rows: 24 });
    if (ending === 'paused') process.pause();
    if (ending === 'closed' || ending === 'paused') await process.close();
    await process.outcome;
  } catch (error) {
    assert.ok(error instanceof HandshakeError, String(error));
  }
}

/** What keeps the program alive now; a signal's own timeout does not. */
function resources(): string[] {
  return process.getActiveResourcesInfo().sort();
}
