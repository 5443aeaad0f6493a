import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCodes } from '@podbay/protocol';
import { Session } from './session.ts';
import { defaultSessionLimits, type SessionLimits } from './session-limits.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { ScriptedProcess } from './testing/scripted-process.ts';
import { ScriptedScreen } from './testing/scripted-screen.ts';
import type { Viewer } from './viewer.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };
const turn = () => new Promise(setImmediate);

function open(limits: Partial<SessionLimits> = {}) {
  const process = new ScriptedProcess();
  const screen = new ScriptedScreen();
  const events = { closed: 0, errors: [] as unknown[] };
  const session = new Session({
    id: 'session-0123456789',
    owner: 'ada',
    target,
    size: { cols: 80, rows: 24 },
    launch: process.launch,
    limits: { ...defaultSessionLimits, ...limits },
    openScreen: screen.open,
    onClose: () => events.closed++,
    onError: error => events.errors.push(error),
  });
  const attach = (offset = 0, client = 'client-a') => {
    const channel = new RecordingChannel();
    const viewer = session.attach({ channel, client, offset });
    return { channel, viewer };
  };
  const acknowledgeAll = ({ viewer }: { viewer: Viewer }) =>
    session.handleMessage(viewer, { type: 'ack', offset: viewer.sent });
  return { process, screen, session, events, attach, acknowledgeAll };
}

test('an echo goes at once, output that came within one turn is one message; all of it reaches every viewer', async () => {
  const { process, attach } = open();
  const a = attach();
  const b = attach(0, 'client-b');
  await process.start();
  process.print('echo ');
  assert.equal(a.channel.text, 'echo ');
  const much = 'x'.repeat(2000);
  process.print(much);
  process.print('and ');
  process.print('more');
  assert.equal(a.channel.text, 'echo ');
  await turn();
  assert.equal(a.channel.text, `echo ${much}and more`);
  assert.equal(b.channel.text, a.channel.text);
  assert.equal(a.channel.order.filter(what => what === 'bytes').length, 2);
});

test('little output waits for the end of its turn while much is on its way', async () => {
  const { process, attach } = open();
  const { channel } = attach();
  await process.start();
  process.print('x'.repeat(5000));
  await turn();
  process.print('little');
  assert.equal(channel.text.length, 5000);
  await turn();
  assert.equal(channel.text.length, 5006);
});

test('resuming sends exactly the missing bytes', async () => {
  const { process, session, attach } = open();
  const first = attach();
  await process.start();
  process.print('0123456789');
  await turn();
  session.detach(first.viewer, { complete: false });
  assert.equal(session.state, 'detached');
  process.print('abc');
  const second = attach(7);
  assert.equal(second.channel.text, '789abc');
  const attached = second.channel.last('attached');
  assert.deepEqual([attached?.offset, attached?.head, attached?.missed], [7, 13, 0]);
  assert.equal(second.channel.order[0], 'attached');
});

const small = { ringBytes: 16 * 1024, detachedBytesPerSecond: 1e9 };

test('a viewer whose offset has left the ring gets the screen, then what came after it', async () => {
  const { process, screen, session, attach } = open(small);
  await process.start();
  process.print(Buffer.alloc(10 * 1024, 'a'));
  process.print(Buffer.alloc(10 * 1024, 'b'));
  assert.equal(
    Buffer.concat(screen.fed).toString(),
    'a'.repeat(4 * 1024),
    'the screen gets what the ring forgets',
  );
  const { channel, viewer } = attach(100);
  process.print('later');
  session.handleMessage(viewer, { type: 'ping', id: 1 });
  await turn();
  assert.deepEqual(channel.order, [], 'nothing comes before attached');
  assert.equal(screen.requests[0]?.tail.length, 16 * 1024);
  await screen.answer({ text: 'SCREEN ', exact: true });
  assert.deepEqual(channel.order, ['attached', 'bytes', 'started', 'pong', 'bytes']);
  const attached = channel.last('attached');
  assert.deepEqual(attached?.snapshot, { bytes: 7, exact: true });
  assert.deepEqual([attached?.offset, attached?.missed], [20 * 1024, 20 * 1024 - 100]);
  assert.equal(channel.text, 'SCREEN later');
  assert.deepEqual(process.sizes.length, 1, 'an exact screen needs no redraw');
});

test('output goes on where the picture ends, also when that is inside a character or later than asked for', async () => {
  for (const shift of [-2, 3]) {
    const { process, screen, attach } = open(small);
    await process.start();
    process.print(Buffer.alloc(20 * 1024, 'a'));
    const { channel } = attach(0);
    process.print('0123456789');
    await screen.answer({ text: '|', exact: true, shift });
    assert.equal(channel.last('attached')?.offset, 20 * 1024 + shift);
    assert.equal(channel.text, shift < 0 ? '|aa0123456789' : '|3456789');
  }
});

test('a screen that is not exact, or not to be had, makes the program draw again', async () => {
  for (const snapshot of [{ text: 'roughly', exact: false }, undefined]) {
    const { process, screen, attach } = open(small);
    await process.start();
    process.print(Buffer.alloc(20 * 1024, 'a'));
    const { channel } = attach(0);
    await screen.answer(snapshot);
    assert.equal(channel.last('attached')?.snapshot?.exact, false);
    await sleep(200);
    assert.deepEqual(process.sizes.slice(1), [
      { cols: 80, rows: 23 },
      { cols: 80, rows: 24 },
    ]);
  }
});

test('a viewer may leave, and a session end, while the screen is made', async () => {
  const { process, screen, session, attach, events } = open(small);
  await process.start();
  process.print(Buffer.alloc(20 * 1024, 'a'));
  const gone = attach(0);
  session.detach(gone.viewer, { complete: true });
  const late = attach(0, 'client-b');
  process.exit({ type: 'exited', code: 7 });
  await screen.answer({ text: 'x', exact: true });
  await screen.answer({ text: 'x', exact: true });
  assert.deepEqual(gone.channel.order, []);
  assert.deepEqual(late.channel.order, ['attached', 'bytes', 'started', 'exit', 'close']);
  session.detach(late.viewer, { complete: true });
  assert.equal(events.closed, 1);
  assert.equal(screen.closed, 1);
});

test('a session that nobody types into ends, after a warning', async () => {
  const { process, session, attach, events } = open({ idleMs: 60, warnMs: 30 });
  const { channel, viewer } = attach();
  await process.start();
  await sleep(45);
  assert.equal(channel.last('notice')?.code, 'idle-soon');
  session.handleInput(viewer, Buffer.from('x'));
  await sleep(45);
  assert.equal(session.outcome, undefined);
  await sleep(60);
  assert.deepEqual(session.outcome, { type: 'ended', reason: 'idle' });
  session.detach(viewer, { complete: true });
  assert.equal(events.closed, 1);
});

test('unacknowledged output past the high watermark blocks the program, acknowledging lets it go on', async () => {
  const { process, session, attach } = open({ highWatermark: 1000, lowWatermark: 100 });
  const { channel, viewer } = attach();
  await process.start();
  process.print(Buffer.alloc(999));
  assert.equal(process.paused, false);
  process.print(Buffer.alloc(500));
  assert.equal(process.paused, true);
  await turn();
  assert.equal(channel.output.length, 1000, 'the window bounds what is sent');
  session.handleMessage(viewer, { type: 'ack', offset: 1000 });
  assert.equal(process.paused, true, 'still above the low watermark');
  assert.equal(channel.output.length, 1499);
  session.handleMessage(viewer, { type: 'ack', offset: 1400 });
  assert.equal(process.paused, false);
});

test('a slow viewer is cut before the ring runs over its bytes, and never slows the fast one', async () => {
  const { process, attach, acknowledgeAll } = open({
    ringBytes: 16 * 1024,
    highWatermark: 4096,
    lowWatermark: 1024,
  });
  const fast = attach(0, 'client-fast');
  const slow = attach(0, 'client-slow');
  await process.start();
  for (let i = 0; i < 20; i++) {
    process.print(Buffer.alloc(1024, 'x'));
    await turn();
    acknowledgeAll(fast);
    assert.equal(process.paused, false);
    if (i === 15) assert.equal(slow.channel.closed, undefined);
  }
  assert.deepEqual(slow.channel.closed, { code: closeCodes.tooSlow, cut: true });
  assert.equal(fast.channel.output.length, 20 * 1024);
});

test('while nobody looks the program goes on, at a bounded rate', async () => {
  const { process } = open({ detachedBytesPerSecond: 10_000 });
  await process.start();
  process.print(Buffer.alloc(1001));
  assert.equal(process.paused, true);
  await sleep(150);
  assert.equal(process.paused, false);
  process.print(Buffer.alloc(999));
  assert.equal(process.paused, false);
});

test('the end: all bytes, then the exit status, then the close', async () => {
  const { process, session, attach, events } = open({ highWatermark: 100, lowWatermark: 10 });
  const { channel, viewer } = attach();
  await process.start();
  process.print(Buffer.alloc(150, 'x'));
  process.exit({ type: 'exited', code: 3 });
  assert.equal(channel.last('exit'), undefined, 'the window still holds 50 bytes back');
  session.handleMessage(viewer, { type: 'ack', offset: 100 });
  assert.equal(channel.output.length, 150);
  assert.deepEqual(channel.order.slice(-3), ['bytes', 'exit', 'close']);
  assert.deepEqual(channel.last('exit')?.outcome, { type: 'exited', code: 3 });
  assert.equal(channel.closed?.code, closeCodes.ended);
  assert.equal(events.closed, 0);
  session.detach(viewer, { complete: true });
  assert.equal(events.closed, 1);
  assert.deepEqual(process.hangups, []);
});

test('an end that did not arrive waits for the viewer to come back', async () => {
  const { process, session, attach, events } = open();
  const first = attach();
  await process.start();
  process.print('last words');
  process.exit({ type: 'exited', code: 0 });
  session.detach(first.viewer, { complete: false });
  assert.equal(events.closed, 0);
  const second = attach(5);
  assert.equal(second.channel.text, 'words');
  assert.deepEqual(second.channel.order.slice(-2), ['exit', 'close']);
  session.detach(second.viewer, { complete: true });
  assert.equal(events.closed, 1);
});

test('an end that one viewer saw waits for another one, whose connection broke before it', async () => {
  const { process, session, attach, events } = open();
  const away = attach(0, 'away');
  const here = attach(0, 'here');
  const guest = attach(0, 'guest');
  await process.start();
  session.detach(away.viewer, { complete: false });
  session.detach(guest.viewer, { complete: true });
  process.print('last words');
  process.exit({ type: 'exited', code: 3 });
  session.detach(here.viewer, { complete: true });
  assert.equal(events.closed, 0);
  const back = attach(0, 'away');
  assert.equal(back.channel.text, 'last words');
  assert.deepEqual(back.channel.last('exit')?.outcome, { type: 'exited', code: 3 });
  session.detach(back.viewer, { complete: true });
  assert.equal(events.closed, 1);
});

test('a page that was loaded again has another name, and is waited for once', async () => {
  const { process, session, attach, events } = open();
  const page = attach(0, 'page');
  const broken = attach(0, 'broken');
  await process.start();
  session.detach(page.viewer, { complete: false, left: true });
  session.detach(broken.viewer, { complete: false });
  const again = attach(0, 'page, again');
  process.exit({ type: 'exited', code: 3 });
  session.detach(again.viewer, { complete: true });
  assert.equal(events.closed, 0);
  session.detach(attach(0, 'broken').viewer, { complete: true });
  assert.equal(events.closed, 1);
});

test('after the grace period a session that nobody came back to is hung up and forgotten', async () => {
  const { process, session, attach, events } = open({ graceMs: 20 });
  const { viewer } = attach();
  await process.start();
  session.detach(viewer, { complete: false });
  await sleep(60);
  assert.deepEqual(process.hangups, ['grace']);
  assert.equal(events.closed, 1);
});

test('an ended session does not wait for ever for a viewer that takes no more', async () => {
  const { process, attach, events } = open({ graceMs: 20, highWatermark: 10, lowWatermark: 1 });
  const { channel } = attach();
  await process.start();
  process.print(Buffer.alloc(100));
  process.exit();
  await sleep(60);
  assert.equal(channel.closed?.cut, true);
  assert.equal(events.closed, 1);
});

test('the user ends it: viewers are told at once, the process is hung up once', async () => {
  const { process, session, attach, events } = open();
  const { channel, viewer } = attach();
  await process.start();
  const hangup = Promise.withResolvers<void>();
  process.hangupDone = hangup.promise;
  session.handleMessage(viewer, { type: 'end' });
  assert.equal(session.state, 'ending');
  assert.deepEqual(channel.last('exit')?.outcome, { type: 'ended', reason: 'user' });
  session.detach(viewer, { complete: true });
  const ended = session.end('shutdown');
  assert.equal(events.closed, 0);
  hangup.resolve();
  await ended;
  assert.deepEqual(process.hangups, ['user']);
  assert.equal(events.closed, 1);
  process.print('too late');
  process.exit();
  assert.equal(events.closed, 1);
});

test('ending a session whose launch is under way aborts it, and hangs up what it started all the same', async () => {
  const { process, session, events } = open();
  const ended = session.end('user');
  assert.equal(process.signal?.aborted, true);
  await process.start();
  await ended;
  assert.deepEqual(process.hangups, ['user']);
  assert.equal(events.closed, 1);
});

test('a lost connection is told as such, and the process is hung up', async () => {
  const { process, session, attach, events } = open();
  const { channel, viewer } = attach();
  await process.start();
  process.exit({ type: 'lost', message: 'connection reset' });
  await turn();
  assert.equal(channel.last('exit')?.outcome.type, 'lost');
  assert.deepEqual(process.hangups, ['lost']);
  session.detach(viewer, { complete: true });
  assert.equal(events.closed, 1);
});

test('a refused launch tells why; a launch that breaks tells nothing but is reported', async () => {
  const refused = open();
  const a = refused.attach();
  const refusal = { code: 'forbidden', message: 'no' } as const;
  await refused.process.settle({ type: 'refused', refusal });
  assert.deepEqual(a.channel.last('refused')?.refusal, refusal);
  refused.session.detach(a.viewer, { complete: true });
  assert.equal(refused.events.closed, 1);

  const broken = open();
  const b = broken.attach();
  await broken.process.settle(new Error('boom'));
  assert.equal(b.channel.last('refused')?.refusal.code, 'internal');
  assert.equal(broken.events.errors.length, 1);
  await broken.session.end('user');
});

test('input waits for the process, keeps its order, and is counted by client', async () => {
  const { process, session, attach } = open();
  const { viewer } = attach();
  session.handleInput(viewer, Buffer.from('typed '));
  session.handleInput(viewer, Buffer.from('ahead '));
  await process.start();
  process.hasRoom = false;
  session.handleInput(viewer, Buffer.from('one '));
  session.handleInput(viewer, Buffer.from('two'));
  assert.equal(process.input, 'typed ahead one ');
  process.drain();
  assert.equal(process.input, 'typed ahead one two');
  assert.equal(attach(0, 'client-a').channel.last('attached')?.input, 19);
  assert.equal(attach(0, 'client-b').channel.last('attached')?.input, 0);
});

test('a program that does not read stops the browser, not the session', async () => {
  const { process, session, attach } = open({ maxQueuedInputBytes: 1000 });
  const { channel, viewer } = attach();
  await process.start();
  process.hasRoom = false;
  for (let i = 0; i < 3; i++) session.handleInput(viewer, Buffer.alloc(600));
  assert.equal(channel.inputPaused, true);
  session.handleMessage(viewer, { type: 'resize', cols: 100, rows: 30 });
  assert.deepEqual(process.sizes.at(-1), { cols: 100, rows: 30 });
  process.drain();
  assert.equal(channel.inputPaused, false);
  assert.equal(process.input.length, 1800);
});

test('what has reached the process is acknowledged in steps', async () => {
  const { process, session, attach } = open();
  const { channel, viewer } = attach();
  await process.start();
  session.handleInput(viewer, Buffer.alloc(10_000));
  assert.equal(channel.last('input-ack'), undefined);
  session.handleInput(viewer, Buffer.alloc(10_000));
  assert.equal(channel.last('input-ack')?.offset, 20_000);
});

test('the same client again takes the place of its broken connection, and late words of that one are ignored', async () => {
  const { process, session, attach } = open();
  const old = attach();
  await process.start();
  const fresh = attach(0);
  assert.equal(old.channel.closed?.code, closeCodes.replaced);
  session.handleInput(old.viewer, Buffer.from('late'));
  session.handleInput(fresh.viewer, Buffer.from('new'));
  assert.equal(process.input, 'new');
  session.detach(old.viewer, { complete: true });
  assert.equal(session.state, 'running');
});

test('the latest size wins, and the other viewers are told', async () => {
  const { process, session, attach } = open();
  const a = attach();
  const b = attach(0, 'client-b');
  session.handleMessage(a.viewer, { type: 'resize', cols: 120, rows: 40 });
  await process.start();
  assert.deepEqual(process.sizes, [
    { cols: 80, rows: 24 },
    { cols: 120, rows: 40 },
  ]);
  assert.equal(a.channel.last('resized'), undefined);
  assert.deepEqual(b.channel.last('resized'), { type: 'resized', cols: 120, rows: 40 });
  session.handleMessage(b.viewer, { type: 'resize', cols: 120, rows: 40 });
  assert.equal(process.sizes.length, 2, 'no change, no message');
});

test('claiming bytes that were never sent ends the connection', async () => {
  const { process, session, attach } = open();
  const { channel, viewer } = attach();
  await process.start();
  session.handleMessage(viewer, { type: 'ack', offset: 1 });
  assert.equal(channel.closed?.code, closeCodes.badRequest);
  assert.equal(session.state, 'detached');
});

test('who takes over is alone, and only then types; the session goes on', async () => {
  const { process, session, attach } = open();
  const a = attach();
  const b = attach(0, 'client-b');
  await process.start();
  session.handleInput(a.viewer, Buffer.from('from a'));
  assert.deepEqual([a.channel.last('viewers')?.answers, b.channel.last('viewers')?.answers], [true, false]);
  const channel = new RecordingChannel();
  const c = session.attach({ channel, client: 'client-c', offset: 0, takeOver: true });
  assert.deepEqual(
    [a, b].map(old => old.channel.closed?.code),
    [closeCodes.replaced, closeCodes.replaced],
  );
  assert.equal(channel.last('viewers'), undefined);
  session.handleInput(a.viewer, Buffer.from(' too late'));
  session.handleInput(c, Buffer.from(', from c'));
  assert.equal(process.input, 'from a, from c');
  assert.equal(session.state, 'running');
});

test('nobody comes back to a session that was lost, or ended once more: it is forgotten all the same', async () => {
  for (const endAgain of [false, true]) {
    const { process, session, events, attach } = open({ graceMs: 20 });
    const { viewer } = attach();
    await process.start();
    process.exit(endAgain ? { type: 'exited', code: 0 } : { type: 'lost', message: 'the connection broke' });
    if (endAgain) await session.end('user');
    session.detach(viewer, { complete: false });
    await turn();
    assert.equal(events.closed, 0);
    await sleep(40);
    assert.equal(events.closed, 1);
  }
});

for (const reason of ['grace', 'idle', 'lifetime', 'permission-gone', 'container-gone'] as const) {
  test(`who comes back to a session that ended while nobody looked is told: ${reason}`, async () => {
    const { process, session, events, attach } = open({ graceMs: 40 });
    const { viewer } = attach();
    await process.start();
    process.print('bye');
    session.detach(viewer, { complete: false });
    if (reason === 'grace') await sleep(50);
    else await session.end(reason);
    const back = attach();
    await turn();
    assert.deepEqual(back.channel.last('exit')?.outcome, { type: 'ended', reason });
    assert.equal(back.channel.text, 'bye');
    assert.equal(events.closed, 0);
    session.detach(back.viewer, { complete: true });
    await turn();
    assert.equal(events.closed, 1);
  });
}

test('two who need the screen at once get the same picture', async () => {
  const { process, screen, attach } = open(small);
  await process.start();
  process.print(Buffer.alloc(30 * 1024, 'a'));
  const a = attach();
  const b = attach(0, 'client-b');
  assert.equal(screen.requests.length, 1);
  process.print('more');
  await screen.answer({ text: 'PICTURE', exact: true });
  await turn();
  assert.deepEqual([a.channel.text, b.channel.text], ['PICTUREmore', 'PICTUREmore']);
  attach(0, 'client-c');
  assert.equal(screen.requests.length, 2);
});

test('a session that ended while nobody looked is forgotten when nobody comes', async () => {
  const { process, session, events, attach } = open({ graceMs: 30 });
  const { viewer } = attach();
  await process.start();
  session.detach(viewer, { complete: false });
  for (let i = 0; i < 100 && events.closed === 0; i++) await sleep(10);
  assert.deepEqual(session.outcome, { type: 'ended', reason: 'grace' });
  assert.equal(events.closed, 1);
});

const readOnly = { readOnly: true, noPaste: false, noUpload: false };

test('a session that becomes read-only takes no input and keeps its size, and says so once', async () => {
  const { process, session, attach } = open();
  const { channel, viewer } = attach();
  session.handleInput(viewer, Buffer.from('rm -rf /\r'));
  session.restrict(readOnly);
  await process.start();
  session.handleInput(viewer, Buffer.from('again'));
  session.handleInput(viewer, Buffer.from('and again'));
  session.handleMessage(viewer, { type: 'resize', cols: 10, rows: 10 });
  assert.equal(process.input.length, 0);
  assert.deepEqual(channel.last('restricted'), {
    type: 'restricted',
    role: 'reader',
    restrictions: readOnly,
  });
  assert.deepEqual(channel.last('resized'), { type: 'resized', cols: 80, rows: 24 });
  const notices = channel.messages.filter(message => message.type === 'notice');
  assert.deepEqual(
    notices.map(({ code }) => code),
    ['read-only'],
  );
  const late = attach(0, 'client-b').channel.last('attached');
  assert.deepEqual([late?.role, late?.restrictions], ['reader', readOnly]);
  assert.equal(attach().channel.last('attached')?.input, 23, 'refused input counts as taken');
});

test('a reader may end what was started for it', async () => {
  const { process, session, attach } = open();
  const { viewer } = attach();
  await process.start();
  session.restrict(readOnly);
  session.handleMessage(viewer, { type: 'end' });
  assert.deepEqual(session.outcome, { type: 'ended', reason: 'user' });
});

test('where nothing may be pasted, typing passes and what is surely a paste does not', async () => {
  const { process, session, attach } = open();
  const { channel, viewer } = attach();
  await process.start();
  session.restrict({ readOnly: false, noPaste: true, noUpload: false });
  session.handleInput(viewer, Buffer.from('ls\r'));
  session.handleInput(viewer, Buffer.from('\x1b[200~evil\x1b[201~'));
  session.handleInput(viewer, Buffer.alloc(1025, 'x'));
  assert.equal(process.input, 'ls\r');
  assert.equal(channel.last('notice')?.code, 'paste-refused');
});
