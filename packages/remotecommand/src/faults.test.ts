import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeFrame } from './channel.ts';
import type { AttachOptions } from './options.ts';
import type { RemoteOutcome } from './outcome.ts';
import { exitStatus, type Peer, startScriptedServer, success } from './testing/scripted-server.ts';
import { startProcess } from './testing/start-process.ts';

interface Fault {
  readonly name: string;
  readonly play: (peer: Peer) => void;
  readonly expected: Partial<RemoteOutcome> & { readonly closeCode?: number };
  readonly stdout?: string;
  readonly options?: Partial<AttachOptions>;
}

const lost = (code: string, closeCode = 1006) => ({ type: 'lost', code, closeCode }) as Fault['expected'];
const timing = { closeGraceMs: 100 };

const faults: readonly Fault[] = [
  {
    name: 'close 1000 without a status',
    play: peer => peer.ws.close(1000, 'bye'),
    expected: lost('closed-without-status', 1000),
  },
  {
    name: 'close without a code',
    play: peer => peer.ws.close(),
    expected: lost('closed-without-status', 1005),
  },
  {
    name: 'close 1011 after output',
    play: peer => {
      peer.stdout('some');
      peer.ws.close(1011);
    },
    expected: lost('closed-without-status', 1011),
    stdout: 'some',
  },
  {
    name: 'RST',
    play: peer => peer.socket.resetAndDestroy(),
    expected: lost('connection-lost'),
  },
  {
    name: 'RST while stdin is on its way',
    play: peer => {
      peer.socket.pause();
      setTimeout(() => peer.socket.resetAndDestroy(), 30);
    },
    expected: lost('connection-lost'),
    options: { stdin: true },
  },
  {
    name: 'FIN without a close frame',
    play: peer => peer.socket.end(),
    expected: lost('connection-lost'),
  },
  {
    name: 'half a message, then FIN',
    play: peer => peer.socket.end(Buffer.of(0x82, 10, 1, 65)),
    expected: lost('connection-lost'),
    stdout: 'A',
  },
  {
    name: 'half a header, then RST',
    play: peer => peer.socket.write(Buffer.of(0x82), () => peer.socket.resetAndDestroy()),
    expected: lost('connection-lost'),
  },
  {
    name: 'half a close frame, then FIN',
    play: peer => peer.socket.end(Buffer.of(0x88, 2, 3)),
    expected: lost('connection-lost'),
  },
  {
    name: 'a message in three fragments',
    play: peer => {
      peer.socket.write(Buffer.from('020201610001620080'.slice(0, 14), 'hex'));
      peer.socket.write(Buffer.from('800163', 'hex'));
      peer.status(success);
      peer.ws.close(1000);
    },
    expected: { type: 'exited', code: 0 },
    stdout: 'abc',
  },
  {
    name: 'a masked message',
    play: peer => peer.socket.write(Buffer.of(0x82, 0x82, 0, 0, 0, 0, 1, 65)),
    expected: lost('protocol-error'),
  },
  {
    name: 'an opcode that does not exist',
    play: peer => peer.socket.write(Buffer.of(0x83, 0)),
    expected: lost('protocol-error'),
  },
  {
    name: 'a compressed message that was not agreed on',
    play: peer => peer.socket.write(Buffer.of(0xc2, 1, 1)),
    expected: lost('protocol-error'),
  },
  {
    name: 'a continuation of nothing',
    play: peer => peer.socket.write(Buffer.of(0x80, 1, 1)),
    expected: lost('protocol-error'),
  },
  {
    name: 'a message of 5 MiB',
    play: peer => peer.stdout(Buffer.alloc(5 * 1024 * 1024)),
    expected: lost('protocol-error'),
  },
  {
    name: 'a length of 2^63',
    play: peer => peer.socket.write(Buffer.of(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0)),
    expected: lost('protocol-error'),
  },
  {
    name: 'bytes that are no WebSocket after good output',
    play: peer => {
      peer.stdout('good');
      peer.socket.write('HTTP/1.1 500 Oops\r\n\r\n');
    },
    expected: lost('protocol-error'),
    stdout: 'good',
  },
  {
    name: 'a text message, and more in the same breath',
    play: peer => {
      peer.socket.cork();
      peer.ws.send('\x01hello');
      peer.stdout('more');
      peer.status(success);
      peer.socket.uncork();
    },
    expected: lost('protocol-error'),
  },
  {
    name: 'a text message that is no UTF-8',
    play: peer => peer.socket.write(Buffer.of(0x81, 2, 1, 0xff)),
    expected: lost('protocol-error'),
  },
  {
    name: 'unknown channels and those that only we may use',
    play: peer => {
      for (const channel of [0, 4, 5, 9, 255]) peer.ws.send(encodeFrame(channel, Buffer.of(0)));
      peer.ws.send(Buffer.alloc(0));
      peer.stdout('fine');
      peer.status(success);
      peer.ws.close(1000);
    },
    expected: { type: 'exited', code: 0 },
    stdout: 'fine',
  },
  {
    name: 'a first message on the error channel that is empty',
    play: peer => {
      peer.status('');
      peer.status(exitStatus(2));
      peer.ws.close(1000);
    },
    expected: { type: 'exited', code: 2 },
  },
  {
    name: 'broken status JSON',
    play: peer => {
      peer.status('{"status":"Fail');
      peer.ws.close(1000);
    },
    expected: { type: 'failed', code: 'unreadable-status' },
  },
  {
    name: 'two statuses: the first counts',
    play: peer => {
      peer.status(exitStatus(5));
      peer.status(success);
      peer.ws.close(1000);
    },
    expected: { type: 'exited', code: 5 },
  },
  {
    name: 'a status, then RST',
    play: peer => {
      peer.status(exitStatus(6));
      setTimeout(() => peer.socket.resetAndDestroy(), 20);
    },
    expected: { type: 'exited', code: 6 },
  },
  {
    name: 'a status, then a protocol error',
    play: peer => {
      peer.status(exitStatus(8));
      peer.socket.write(Buffer.of(0x83, 0));
    },
    expected: { type: 'exited', code: 8 },
  },
  {
    name: 'a status, then nothing at all',
    play: peer => peer.status(exitStatus(9)),
    expected: { type: 'exited', code: 9 },
  },
  {
    name: 'a close frame, then nothing at all',
    play: peer => {
      peer.socket.removeAllListeners('data');
      peer.socket.write(Buffer.of(0x88, 2, 3, 0xe8));
    },
    expected: lost('closed-without-status', 1000),
  },
  {
    name: 'FIN from a server that reads no more, with stdin on its way',
    play: peer => {
      peer.socket.pause();
      setTimeout(() => peer.socket.end(), 30);
    },
    expected: lost('connection-lost'),
    options: { stdin: true },
  },
];

for (const { name, play, expected, stdout = '', options } of faults) {
  test(name, async () => {
    await using server = await startScriptedServer({ play });
    const { process, recorder } = await startProcess(server, { stdin: false, timing, ...options });
    if (options?.stdin) process.write(Buffer.alloc(20_000_000));
    const outcome = await withDeadline(process.outcome);
    for (const [key, value] of Object.entries(expected)) {
      assert.equal((outcome as Record<string, unknown>)[key], value, `${key} of ${JSON.stringify(outcome)}`);
    }
    assert.equal(recorder.stdout, stdout);
    assert.equal(recorder.outcomes.length, 1);
    assert.equal(recorder.calls.at(-1), 'end');
  });
}

const boom = () => {
  throw new Error('boom');
};

for (const method of ['handleStdout', 'handleStderr', 'handleDrain'] as const) {
  test(`a listener whose ${method} throws loses its process and nothing else`, async () => {
    await using server = await startScriptedServer({
      play: peer => {
        if (method === 'handleStdout') peer.stdout('x'.repeat(10));
        if (method === 'handleStderr') peer.stderr('x'.repeat(10));
      },
    });
    const listener = {
      handleStdout() {},
      handleStderr() {},
      handleDrain() {},
      handleEnd() {},
      [method]: boom,
    };
    const { process, recorder } = await startProcess(server, { listener });
    if (method === 'handleDrain') while (process.write(Buffer.alloc(1_000_000)));
    const outcome = await withDeadline(process.outcome);
    assert.ok(outcome.type === 'lost' && outcome.code === 'listener-failed');
    assert.equal((outcome.cause as Error).message, 'boom');
    assert.deepEqual(recorder.calls.slice(1), ['end']);
  });
}

test('a listener whose handleEnd throws gets a warning out, and the outcome is told all the same', async t => {
  await using server = await startScriptedServer({ play: peer => peer.ws.close(1000) });
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  process.on('warning', keep);
  t.after(() => process.off('warning', keep));
  const listener = { handleStdout() {}, handleStderr() {}, handleDrain() {}, handleEnd: boom };
  const started = await startProcess(server, { listener });
  assert.equal((await withDeadline(started.process.outcome)).type, 'lost');
  await new Promise(resolve => setImmediate(resolve));
  assert.deepEqual(
    warnings.map(warning => warning.message),
    ['boom'],
  );
});

function withDeadline<T>(promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('No outcome within 5 s')), 5_000);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
