import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type StreamTestBed, startStreamTestBed } from './stream-test-bed.ts';

const paths = ['A', 'B', 'C'] as const;
const shell = { tty: true, command: ['bash', '--norc'] };

describe('faults', () => {
  let bed: StreamTestBed;
  before(async () => {
    bed = await startStreamTestBed();
  });
  afterEach(() => bed.streams.faults.clear());
  after(() => bed.close());

  it('delay the handshake', async () => {
    bed.streams.faults.inject({ type: 'handshake-delay', delayMs: 150 });
    const started = performance.now();
    const client = await bed.open({ command: ['true'] });
    assert.ok(performance.now() - started >= 145);
    await client.untilClosed();
  });

  it('delay frames, in order', async () => {
    bed.streams.faults.inject({ type: 'frame-delay', delayMs: 150 });
    const started = performance.now();
    const client = await bed.open({ command: ['sh', '-c', 'seq 1 5000; exit 2'] });
    assert.equal(await client.untilClosed(), 1000);
    assert.ok(performance.now() - started >= 145);
    assert.ok(client.text().endsWith('\n5000\n'));
    assert.equal(client.frames.at(-1)?.[0], 3);
  });

  it('stall both ways until they are cleared', async () => {
    const client = await bed.open(shell);
    client.type('echo $((40 + 2))\n');
    await client.untilText('42');
    const clear = bed.streams.faults.inject({ type: 'stall' });
    client.type('echo $((40 + 3))\n');
    assert.equal(await client.answersPing(), false);
    assert.doesNotMatch(client.text(), /43/);
    clear();
    await client.untilText('43');
    await client.until(() => client.pongs === 1);
    client.webSocket.terminate();
  });

  it('cut and reset the connection', async () => {
    for (const type of ['cut', 'reset'] as const) {
      const client = await bed.open(shell);
      bed.streams.faults.inject({ type });
      assert.equal(await client.untilClosed(), 1006);
      assert.equal(client.status, undefined);
      bed.streams.faults.clear();
    }
  });

  it('send malformed frames and go on', async () => {
    const client = await bed.open(shell);
    const frames = bed.streams.faults;
    frames.inject({ type: 'malformed', frame: 'unknown-channel' });
    await client.until(() => client.frames.some(frame => frame[0] === 9));
    frames.inject({ type: 'malformed', frame: 'text' });
    await client.until(() => client.texts.length === 1);
    frames.inject({ type: 'malformed', frame: 'garbage-status' });
    await client.untilText('{"status":', 3);
    client.type('echo $((40 + 2))\n');
    await client.untilText('42');
    client.webSocket.terminate();
  });

  it('never answer a ping', async () => {
    bed.streams.faults.inject({ type: 'never-pong' });
    const client = await bed.open(shell);
    assert.equal(await client.answersPing(), false);
    client.type('echo $((40 + 2))\n');
    await client.untilText('42');
    bed.streams.faults.clear('never-pong');
    assert.ok(await client.answersPing());
    client.webSocket.terminate();
  });

  it('close without a status', async () => {
    bed.streams.faults.inject({ type: 'close-without-status' });
    const client = await bed.open({ command: ['sh', '-c', 'echo out; exit 3'] });
    assert.equal(await client.untilClosed(), 1000);
    assert.deepEqual([client.text(), client.status], ['out\n', undefined]);
    bed.streams.faults.clear();
    bed.streams.faults.inject({ type: 'close-without-status', afterMs: 20 });
    const other = await bed.open(shell);
    assert.equal(await other.untilClosed(), 1000);
    assert.equal(other.status, undefined);
  });

  it('lose the runtime: a false Success behind a translator, 1006 without', async () => {
    for (const path of paths) {
      const client = await bed.open({ path, ...shell });
      client.type('echo $((40 + 2))\n');
      await client.untilText('42');
      const clear = bed.streams.faults.inject({ type: 'lost-runtime' });
      assert.equal(await client.untilClosed(), path === 'C' ? 1006 : 1000);
      assert.equal(client.status?.status, path === 'C' ? undefined : 'Success');
      clear();
    }
  });

  it('slow the output down', async () => {
    bed.streams.faults.inject({ type: 'slow', bytesPerSecond: 40_000 });
    const started = performance.now();
    const client = await bed.open({
      command: ['sh', '-c', 'for i in 1 2 3 4; do head -c 4000 /dev/zero; sleep 0.02; done'],
    });
    await client.untilClosed();
    assert.equal(client.bytes(1).length, 16_000);
    assert.ok(performance.now() - started >= 350);
  });

  it('reach the next streams only, when that is asked for', async () => {
    const before = await bed.open(shell);
    bed.streams.faults.inject({ type: 'cut' }, { nextStreams: 2 });
    for (let count = 0; count < 2; count++) assert.equal(await (await bed.open(shell)).untilClosed(), 1006);
    const later = await bed.open(shell);
    await delay(50);
    assert.deepEqual([before.closeCode, later.closeCode], [undefined, undefined]);
    before.webSocket.terminate();
    later.webSocket.terminate();
  });

  it('reach the open streams of one pod only, when that is asked for', async () => {
    const open = await bed.open(shell);
    bed.streams.faults.inject({ type: 'cut' }, { openStreams: true, pod: 'another' });
    await delay(20);
    assert.equal(open.closeCode, undefined);
    bed.streams.faults.inject({ type: 'cut' }, { openStreams: true, pod: 'web-1' });
    assert.equal(await open.untilClosed(), 1006);
    const later = await bed.open(shell);
    await delay(20);
    assert.equal(later.closeCode, undefined);
    later.webSocket.terminate();
  });
});
