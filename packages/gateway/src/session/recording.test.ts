import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Session } from './session.ts';
import { defaultSessionLimits } from './session-limits.ts';
import { noScreen } from './testing/no-screen.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { ScriptedProcess } from './testing/scripted-process.ts';
import { ScriptedRecorder } from './testing/scripted-recorder.ts';

const turn = () => new Promise(setImmediate);

function open() {
  const process = new ScriptedProcess();
  const recorder = new ScriptedRecorder();
  const session = new Session({
    id: 'session-0123456789',
    owner: 'ada',
    target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
    size: { cols: 80, rows: 24 },
    launch: process.launch,
    limits: { ...defaultSessionLimits, highWatermark: 1000, lowWatermark: 100 },
    openScreen: noScreen,
    onClose: () => {},
    onError: error => assert.fail(String(error)),
  });
  const attach = (client: string) => {
    const channel = new RecordingChannel();
    const viewer = session.attach({ channel, client, offset: 0 });
    return {
      channel,
      viewer,
      ack: () => session.handleMessage(viewer, { type: 'ack', offset: viewer.sent }),
    };
  };
  return { process, recorder, session, attach };
}

test('output and sizes are recorded in order, once, however many look on', async () => {
  const { process, recorder, session, attach } = open();
  const [one] = [attach('one'), attach('two')];
  session.record(recorder.open);
  await process.start();
  process.print('a');
  session.handleMessage(one.viewer, { type: 'resize', cols: 100, rows: 30 });
  process.print('b');
  assert.deepEqual(recorder.order, ['a', '100x30', 'b']);
  assert.deepEqual([recorder.options?.size, recorder.options?.offset], [{ cols: 80, rows: 24 }, 0]);
  process.exit();
  assert.equal(recorder.closed, 1);
  await session.end('user');
});

test('viewers know before the first byte, and those who come later from the beginning', async () => {
  const { process, recorder, session, attach } = open();
  const early = attach('early').channel;
  assert.equal(early.last('attached')?.recording, undefined);
  session.record(recorder.open);
  await process.start();
  process.print('secret');
  assert.deepEqual(early.order, ['attached', 'recording', 'started', 'bytes']);
  assert.equal(early.last('recording')?.on, true);
  const late = attach('late').channel;
  assert.equal(late.last('attached')?.recording, true);
  session.stopRecording();
  process.print('more');
  assert.deepEqual([early.last('recording')?.on, late.last('recording')?.on], [false, false]);
  assert.deepEqual([recorder.closed, recorder.order], [1, ['secret']]);
  await session.end('user');
});

test('a recorder without room stops the program, whatever viewers acknowledge or not', async () => {
  const { process, recorder, session, attach } = open();
  const { ack } = attach('one');
  session.record(recorder.open);
  await process.start();
  recorder.hasRoom = false;
  process.print('x');
  assert.equal(process.paused, true);
  await turn();
  ack();
  assert.equal(process.paused, true, 'everything is acknowledged, and there is no room');
  process.print(Buffer.alloc(2000));
  recorder.drain();
  assert.equal(process.paused, true, 'there is room, and nothing is acknowledged');
  await turn();
  ack();
  await turn();
  ack();
  assert.equal(process.paused, false);
  await session.end('user');
});

test('with nobody there a recorder without room stops the program, too', async () => {
  const { process, recorder, session } = open();
  session.record(recorder.open);
  await process.start();
  recorder.hasRoom = false;
  process.print(Buffer.alloc(200_000));
  await sleep(250);
  assert.equal(process.paused, true);
  recorder.drain();
  assert.equal(process.paused, false);
  await session.end('user');
});

test('what was printed before the process was known to run waits for room as well', async () => {
  const { process, recorder, session, attach } = open();
  attach('one');
  session.record(recorder.open);
  recorder.hasRoom = false;
  process.print('early');
  await process.start();
  assert.equal(process.paused, true);
  session.stopRecording();
  assert.equal(process.paused, false);
  await session.end('user');
});

test('a recorder that can not be opened changes nothing', async () => {
  const { process, session, attach } = open();
  const { channel } = attach('one');
  assert.throws(() => session.record(() => assert.fail('no room')), /no room/);
  await process.start();
  assert.equal(session.isRecorded, false);
  assert.equal(channel.last('recording'), undefined);
  await session.end('user');
});
