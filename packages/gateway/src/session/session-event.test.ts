import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from './session.ts';
import type { SessionEvent } from './session-event.ts';
import { defaultSessionLimits } from './session-limits.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { ScriptedProcess } from './testing/scripted-process.ts';
import { ScriptedScreen } from './testing/scripted-screen.ts';

const turn = () => new Promise(setImmediate);

function open() {
  const process = new ScriptedProcess();
  const events: SessionEvent[] = [];
  let closed = 0;
  const session = new Session({
    id: 'session-0123456789',
    owner: 'ada',
    target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
    size: { cols: 80, rows: 24 },
    launch: process.launch,
    limits: { ...defaultSessionLimits, ringBytes: 16 * 1024, highWatermark: 8 * 1024, lowWatermark: 1024 },
    openScreen: new ScriptedScreen().open,
    onClose: () => closed++,
    onError: () => {},
    onEvent: event => events.push(event),
  });
  const attach = (client = 'client-a') =>
    session.attach({ channel: new RecordingChannel(), client, offset: 0 });
  const words = () =>
    events.map(event => ('viewers' in event ? `${event.type} ${event.viewers}` : event.type)).join(', ');
  return { process, session, events, words, attach, closed: () => closed };
}

test('tells who comes and goes, and the end once', async () => {
  const { process, session, words, attach } = open();
  const first = attach();
  await process.start();
  const second = attach('client-b');
  session.detach(second, { complete: false });
  session.detach(second, { complete: false });
  session.detach(first, { complete: false });
  attach();
  attach();
  process.exit();
  void session.end('user');
  assert.equal(
    words(),
    'attached 1, attached 2, detached 1, detached 0, resumed 1, detached 0, resumed 1, ended',
  );
});

test('tells that a viewer fell behind', async () => {
  const { process, words, attach } = open();
  attach();
  await process.start();
  process.print(Buffer.alloc(20 * 1024));
  assert.equal(words(), 'attached 1, cut, detached 0');
});

test('a process that gave itself up is hung up before the session is forgotten', async () => {
  const { process, session, events, attach, closed } = open();
  attach();
  await process.start();
  const { promise, resolve } = Promise.withResolvers<void>();
  process.hangupDone = promise;
  process.exit({ type: 'ended', reason: 'container-gone' });
  await turn();
  assert.deepEqual(process.hangups, ['container-gone']);
  assert.equal(session.state, 'ending');
  resolve();
  await turn();
  assert.equal(session.state, 'ended');
  assert.equal(closed(), 0, 'a viewer is still there');
  assert.deepEqual(events.at(-1), { type: 'ended', outcome: { type: 'ended', reason: 'container-gone' } });
});
