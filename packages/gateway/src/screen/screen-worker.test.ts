import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Screen, Snapshot, SnapshotResult } from '../session/screen.ts';
import { ScreenWorker } from './screen-worker.ts';
import { describe, showing, testScrollback } from './testing/describe.ts';

const size = { cols: 80, rows: 24 };

function want(result: SnapshotResult): Snapshot {
  assert.equal(result.type, 'snapshot', JSON.stringify(result));
  return result as Snapshot;
}

function picture(screen: Screen, output: Buffer, fed: number) {
  const options = { offset: output.length, size, scrollbackLines: testScrollback };
  return screen.snapshot([output.subarray(fed)], options);
}

test('a screen that was never fed is made from the tail alone, and leaves nothing in the thread', async t => {
  const worker = new ScreenWorker({ onError: error => t.diagnostic(String(error)) });
  t.after(() => worker.close());
  const screen = worker.open(size);
  const output = Buffer.from('\x1b]2;title\x07\x1b[?1049h\x1b[5;5Hhello\x1b[?2004h');
  const { bytes, exact, offset } = want(await picture(screen, output, 0));
  assert.deepEqual([exact, offset], [true, output.length]);
  assert.deepEqual(describe(showing(size, bytes)), describe(showing(size, output)));
  assert.deepEqual([worker.figures.openScreens, worker.figures.jobs, worker.figures.queuedBytes], [0, 0, 0]);
});

test('what was fed, what the tail brought, and what was fed again make one stream', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const screen = worker.open(size);
  const lines = Array.from(
    { length: 9000 },
    (_, n) => `\x1b[${31 + (n % 7)}mline ${n} 漢字 of a text\x1b[K\r\n`,
  );
  const output = Buffer.from(lines.join(''));
  let fedBefore = 0;
  const at = (share: number) => Math.floor(output.length * share);
  for (const [fed, offset] of [
    [0, at(0.2)],
    [at(0.1), at(0.5)],
    [at(0.4), at(0.7)],
    [at(0.9), output.length],
  ] as const) {
    screen.feed(output.subarray(fedBefore, fed));
    fedBefore = fed;
    const result = want(
      await screen.snapshot([output.subarray(fed, offset)], {
        offset,
        size,
        scrollbackLines: testScrollback,
      }),
    );
    assert.equal(result.exact, true);
    const restored = showing(size, result.bytes, output.subarray(result.offset, offset));
    assert.deepEqual(describe(restored), describe(showing(size, output.subarray(0, offset))));
  }
});

const text = 'the quick brown fox jumps over the lazy dog\r\n';
const coloured = `the quick \x1b[33mbrown\x1b[0m fox jumps over the lazy dog\r\n`;
for (const { flood, line, pauseAtBytes, exact } of [
  { flood: 'of mere text', line: text, pauseAtBytes: Number.POSITIVE_INFINITY, exact: true },
  { flood: 'that the thread keeps up with', line: coloured, pauseAtBytes: 2 ** 21, exact: true },
  {
    flood: 'that it does not keep up with',
    line: coloured,
    pauseAtBytes: Number.POSITIVE_INFINITY,
    exact: false,
  },
]) {
  test(`a flood ${flood} is skipped, in bounded queues`, async t => {
    const worker = new ScreenWorker({ maxUntakenBytes: 2 ** 22 });
    t.after(() => worker.close());
    await picture(worker.open(size), Buffer.from('the thread runs'), 0);
    const screen = worker.open(size);
    const before = process.cpuUsage();
    const output = flooding(100e6, line);
    const { most, mainMs } = await feedAll(worker, screen, { output, pauseAtBytes });
    const end = Buffer.from('one more\r\n'.repeat(60));
    const offset = output.bytes + end.length;
    const result = want(await screen.snapshot([end], { offset, size, scrollbackLines: 10 }));
    const { user, system } = process.cpuUsage(before);
    t.diagnostic(
      `100 MB: ${(user + system) / 1000} ms of CPU in all threads, ${mainMs.toFixed(1)} ms in feed`,
    );
    assert.ok(most <= 2 ** 22 + 2 ** 17, `${most} bytes were queued`);
    assert.equal(result.exact, exact);
    assert.match(Buffer.from(result.bytes).toString(), /flooded.*\?2004h/s);
  });
}

function flooding(bytes: number, line: string) {
  const start = Buffer.from('\x1b[?2004h\x1b]2;flooded\x07');
  const block = Buffer.from(line.repeat(1400));
  const blocks = Math.floor(bytes / block.length);
  return { start, block, blocks, bytes: start.length + blocks * block.length };
}

async function feedAll(
  worker: ScreenWorker,
  screen: Screen,
  options: { readonly output: ReturnType<typeof flooding>; readonly pauseAtBytes: number },
) {
  const { output, pauseAtBytes } = options;
  let [most, mainMs] = [0, 0];
  screen.feed(output.start);
  for (let i = 0; i < output.blocks; i++) {
    const before = performance.now();
    screen.feed(output.block);
    mainMs += performance.now() - before;
    most = Math.max(most, worker.figures.queuedBytes);
    do await turn();
    while (worker.figures.queuedBytes > pauseAtBytes);
  }
  return { most, mainMs };
}

test('sizes count from the byte at which they came', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const [before, after] = ['a line of text\r\n'.repeat(60), '\x1b[2;9H\x1b[7mnew size\x1b[m\x1b[30;1H$ '];
  const output = Buffer.from(before + after);
  const larger = { cols: 100, rows: 30 };
  const scrollback = 100;
  const original = showing({ ...size, scrollback }, before);
  original.terminal.resize(larger.cols, larger.rows);
  original.core.writeSync(after);
  for (const fed of [0, 20, before.length, output.length]) {
    const screen = worker.open(size);
    screen.resize({ cols: 40, rows: 10 }, 0);
    screen.resize(size, 0);
    screen.feed(output.subarray(0, fed));
    screen.resize(larger, before.length);
    const options = { offset: output.length, size: larger, scrollbackLines: scrollback };
    const { bytes } = want(await screen.snapshot([output.subarray(fed)], options));
    assert.deepEqual(describe(showing({ ...larger, scrollback }, bytes)), describe(original));
    screen.close();
  }
});

test('mere text between programs is passed over: what they set stays, what comes after it is right', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const screen = worker.open(size);
  const set = `\x1b]2;a build\x07\x1b[?2004h\x1b[44m${'before\r\n'.repeat(100)}`;
  const plain = Array.from({ length: 30_000 }, (_, n) => `step ${n} of the build: 漢字 – done\r\n`).join('');
  const after = Array.from({ length: 3000 }, (_, n) => `\x1b[1;32mok\x1b[22;39m ${n}\r\n`).join('');
  const output = Buffer.from(`${set}${plain}${after}$ `);
  const feedTo = output.length - 1000;
  for (let at = 0; at < feedTo; at += 3001) screen.feed(output.subarray(at, Math.min(at + 3001, feedTo)));
  assert.ok(worker.figures.queuedBytes < Buffer.byteLength(plain) / 2, 'most of the text is not handed over');
  const { bytes, exact } = want(await picture(screen, output, feedTo));
  assert.equal(exact, true);
  assert.deepEqual(describe(showing(size, bytes)), describe(showing(size, output)));
});

test('a program that redraws one screen again and again stays exact while it is within the budget', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const screen = worker.open(size);
  const frames = Array.from(
    { length: 40_000 },
    (_, n) => `\x1b[${1 + (n % 24)};${1 + (n % 60)}H\x1b[3${n % 8}m#${n}`,
  );
  const output = Buffer.from(`\x1b[?1049h${frames.join('')}`);
  screen.feed(output);
  const { bytes, exact } = want(await picture(screen, output, output.length));
  assert.equal(exact, true);
  assert.deepEqual(describe(showing(size, bytes)), describe(showing(size, output)));
});

test('a small screen does not wait for a large one', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const order: string[] = [];
  const large = Buffer.from('text \x1b[31mred\x1b[m\r\n'.repeat(100_000));
  const note = (name: string) => (result: SnapshotResult) => order.push(`${name} ${result.type}`);
  await Promise.all([
    picture(worker.open(size), large, 0).then(note('large')),
    picture(worker.open(size), Buffer.from('text'), 0).then(note('small')),
  ]);
  assert.deepEqual(order, ['small snapshot', 'large snapshot']);
});

test('what is wrong use is said so', async t => {
  const worker = new ScreenWorker();
  t.after(() => worker.close());
  const screen = worker.open(size);
  screen.feed(Buffer.from('fed'));
  await assert.rejects(
    picture(screen, Buffer.from('tail'), 0),
    /tail must begin at 3, where feed ended, not 0/,
  );
});

test('a snapshot has a deadline, can be given up, and does not outlive its screen or worker', async t => {
  const worker = new ScreenWorker({ snapshotTimeoutMs: 1 });
  t.after(() => worker.close());
  const screen = worker.open(size);
  const output = Buffer.from('text \x1b[31m'.repeat(200_000));
  assert.deepEqual(await picture(screen, output, 0), { type: 'unavailable', reason: 'timeout' });
  const patient = new ScreenWorker();
  t.after(() => patient.close());
  const options = { offset: output.length, size, scrollbackLines: 0 };
  const aborted = patient.open(size).snapshot([output], { ...options, signal: AbortSignal.timeout(5) });
  assert.deepEqual(await aborted, { type: 'unavailable', reason: 'aborted' });
  const other = patient.open(size);
  const closing = other.snapshot([output], options);
  other.close();
  other.close();
  assert.deepEqual(await closing, { type: 'unavailable', reason: 'closed' });
  const last = patient.open(size);
  const ending = last.snapshot([output], options);
  await patient.close();
  assert.deepEqual(await ending, { type: 'unavailable', reason: 'closed' });
  assert.deepEqual(await last.snapshot([output], options), { type: 'unavailable', reason: 'closed' });
  assert.deepEqual(patient.figures, {
    isRunning: false,
    screens: 0,
    openScreens: 0,
    queuedBytes: 0,
    jobs: 0,
    crashes: 0,
  });
});

test('a crash costs what had left the ring, and nothing else', async t => {
  const errors: unknown[] = [];
  const worker = new ScreenWorker({ restartBackoffMs: 50, onError: error => errors.push(error) });
  t.after(() => worker.close());
  const output = Buffer.from(`start\r\n${'a line of text\r\n'.repeat(9000)}`);
  const [young, old] = [worker.open(size), worker.open(size)];
  old.feed(output.subarray(0, 100_000));
  assert.equal(want(await picture(old, output, 100_000)).exact, true);
  const impossible = { offset: output.length, size: { cols: Number.NaN, rows: 1 }, scrollbackLines: 0 };
  const crashed = { type: 'unavailable', reason: 'crashed' };
  assert.deepEqual(await young.snapshot([output], impossible), crashed);
  assert.deepEqual(await picture(young, output, 0), crashed);
  assert.equal(errors.length, 1);
  await sleep(60);
  assert.equal(want(await picture(young, output, 0)).exact, true);
  const { exact, bytes } = want(await picture(old, output, 100_000));
  assert.equal(exact, false);
  const [restored, original] = [showing(size, bytes), showing(size, output)];
  assert.deepEqual(describe(restored).slice(-24), describe(original).slice(-24));
  const reset = Buffer.concat([output, Buffer.from('\x1bcafter a reset')]);
  assert.equal(want(await picture(old, reset, 100_000)).exact, true);
});

test('the thread ends when nobody has used it for a while', async t => {
  const worker = new ScreenWorker({ idleMs: 20 });
  t.after(() => worker.close());
  await picture(worker.open(size), Buffer.from('text'), 0);
  assert.equal(worker.figures.isRunning, true);
  await sleep(200);
  assert.equal(worker.figures.isRunning, false);
  want(await picture(worker.open(size), Buffer.from('text'), 0));
});
