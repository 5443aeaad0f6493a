import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from './session.ts';
import { defaultSessionLimits } from './session-limits.ts';
import { noScreen } from './testing/no-screen.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { ScriptedProcess } from './testing/scripted-process.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };

function open() {
  const process = new ScriptedProcess();
  const session = new Session({
    id: 'session-0123456789',
    owner: 'ada',
    target,
    size: { cols: 80, rows: 24 },
    launch: process.launch,
    limits: { ...defaultSessionLimits, lowWatermark: 4, highWatermark: 8 },
    openScreen: noScreen,
    onClose: () => {},
    onError: () => {},
  });
  return { process, session };
}

test('says what a session holds, from its start to its end', async () => {
  const { process, session } = open();
  assert.deepEqual([session.inspect().state, session.inspect().process], ['starting', null]);
  assert.deepEqual(session.inspect().timers, ['grace', 'idle', 'lifetime']);
  const channel = new RecordingChannel();
  const viewer = session.attach({ channel, client: 'client-a', offset: 0 });
  session.handleInput(viewer, Buffer.from('typed early'));
  assert.equal(session.inspect().queuedInputBytes, 11);
  await process.start();
  process.print('0123456789');
  session.handleMessage(viewer, { type: 'ack', offset: 0 });
  const running = session.inspect();
  assert.deepEqual(running.viewers, [{ sent: 8, acknowledged: 0, lagBytes: 10, bufferedBytes: 0 }]);
  assert.deepEqual([running.output.start, running.output.end], [0, 10]);
  assert.equal(running.output.allocatedBytes, 1024);
  assert.equal(typeof running.output.pausedMs, 'number');
  assert.deepEqual([running.state, running.queuedInputBytes, running.process?.paused], ['running', 0, true]);
  assert.deepEqual(running.timers, ['idle', 'lifetime']);
  assert.ok(running.idleMs <= running.ageMs + 1);
  await session.end('user');
  session.detach(viewer, { complete: true });
  assert.deepEqual([session.inspect().timers, session.inspect().viewers], [[], []]);
});
