import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CastSink } from './cast-file.ts';
import { FileRecorder, type RecordingEnd } from './file-recorder.ts';

/** A disk that takes each batch when a test says so. */
class SlowSink implements CastSink {
  readonly batches: string[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  bytes = 0;
  isClosed = false;

  append(lines: Uint8Array): Promise<void> {
    assert.equal(this.#waiting.length, 0, 'one at a time');
    this.batches.push(Buffer.from(lines).toString());
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  async take(): Promise<void> {
    this.bytes += this.batches.at(-1)?.length ?? 0;
    this.#waiting.shift()?.resolve();
    await new Promise(setImmediate);
  }

  async fail(): Promise<void> {
    this.#waiting.shift()?.reject(new Error('disk full'));
    await new Promise(setImmediate);
  }

  get text(): string {
    const rows = this.batches.join('').split('\n').slice(0, -1);
    return rows.map(row => (JSON.parse(row) as [number, string, string])[2]).join('');
  }
}

function begin(offset = 0, writeDeadlineMs = 5_000) {
  const sink = new SlowSink();
  const ends: RecordingEnd[] = [];
  let drains = 0;
  const recorder = new FileRecorder({
    sink,
    offset,
    writeDeadlineMs,
    handleDrain: () => drains++,
    onEnd: end => ends.push(end),
  });
  return { sink, ends, recorder, drains: () => drains };
}

const batch = Buffer.alloc(256 * 1024, 'x');

test('little is written after a moment, much at once, and one batch at a time', async () => {
  const { sink, ends, recorder } = begin();
  recorder.write(Buffer.from('a'));
  recorder.write(Buffer.from('b'));
  assert.equal(sink.batches.length, 0);
  await sleep(150);
  assert.match(sink.batches[0] ?? '', /^\[0\.\d{6}, "o", "ab"\]\n$/);
  recorder.write(batch);
  assert.equal(sink.batches.length, 1);
  await sink.take();
  assert.equal(sink.batches.length, 2);
  recorder.close();
  await sink.take();
  await recorder.over;
  assert.deepEqual([ends.length, ends[0]?.error, ends[0]?.bytes], [1, undefined, sink.bytes]);
  assert.ok(sink.isClosed);
});

test('at a mebibyte there is no room, until half of that is written', async () => {
  const { sink, recorder, drains } = begin();
  const answers = Array.from({ length: 4 }, () => recorder.write(batch));
  assert.deepEqual(answers, [true, true, true, false]);
  assert.equal(sink.batches.length, 1, 'the first is on its way');
  assert.equal(recorder.write(Buffer.from('late')), false, 'it is taken nevertheless');
  await sink.take();
  assert.equal(drains(), 0);
  await sink.take();
  assert.equal(drains(), 1);
  assert.equal(recorder.write(Buffer.from('!')), true);
  recorder.close();
  await sink.take();
  assert.equal(sink.text.length, 4 * batch.length + 'late!'.length, 'nothing is dropped');
});

test('at the end everything is written, and a character that is not whole is one U+FFFD', async () => {
  const { sink, ends, recorder } = begin();
  recorder.write(batch);
  recorder.write(Buffer.from([0x61, 0xe4, 0xbd]));
  recorder.resize({ cols: 1, rows: 1 });
  recorder.close();
  recorder.close();
  recorder.write(Buffer.from('too late'));
  await sink.take();
  await sink.take();
  await recorder.over;
  assert.ok(sink.text.endsWith('a1x1\u{fffd}'), sink.text.slice(-20));
  assert.equal(ends.length, 1);
});

test('a disk that fails ends it, with what could be written, and whoever prints on waits for nothing', async () => {
  const { sink, ends, recorder } = begin();
  recorder.write(batch);
  await sink.take();
  for (let i = 0; i < 20; i++) recorder.write(batch);
  await sink.fail();
  await recorder.over;
  assert.deepEqual([String(ends[0]?.error), ends[0]?.bytes], ['Error: disk full', sink.bytes]);
  assert.ok(sink.isClosed);
  assert.equal(recorder.write(batch), true);
  recorder.close();
  await sleep(150);
  assert.deepEqual([sink.batches.length, ends.length], [2, 1]);
});

test('a disk that does not answer fails, too', async () => {
  const { sink, ends, recorder } = begin(0, 20);
  recorder.write(batch);
  await recorder.over;
  assert.match(String(ends[0]?.error), /it was not written within 0.02 s/);
  assert.ok(sink.isClosed);
});

test('one that begins late says so', async () => {
  const { sink, recorder } = begin(1234);
  recorder.close();
  assert.match(
    sink.batches[0] ?? '',
    /^\[0\.000000, "m", "recorded from here on: 1234 bytes of output came before"\]\n$/,
  );
  await sink.take();
  await recorder.over;
});

test('one of nothing ends, too', async () => {
  const { ends, recorder } = begin();
  recorder.close();
  await recorder.over;
  assert.equal(ends.length, 1);
});
