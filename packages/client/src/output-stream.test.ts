import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputStream } from './output-stream.ts';

function attach(output: OutputStream, offset: number, head: number, snapshotBytes = 0): number {
  return output.attach({ offset, head, snapshotBytes });
}

function receive(output: OutputStream, length: number): [number, number][] {
  return output.receive(new Uint8Array(length)).map(part => [part.bytes.length, part.end]);
}

test('acknowledges by the portion, and soon when nothing is left to parse', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 250);
  output.parse(60);
  assert.equal(output.ackDue, undefined);
  output.parse(120);
  assert.equal(output.ackDue, 'now');
  assert.equal(output.takeAck(), 120);
  assert.equal(output.ackDue, undefined);
  output.parse(200);
  assert.equal(output.ackDue, undefined);
  receive(output, 10);
  output.parse(260);
  assert.equal(output.ackDue, 'now');
  assert.equal(output.takeAck(), 260);
  receive(output, 3);
  output.parse(263);
  assert.equal(output.ackDue, 'soon');
  assert.equal(output.takeAck(), 263);
  assert.equal(output.ackDue, undefined);
});

test('drops what comes again after a reconnect and is in the terminal already', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(20);
  assert.equal(attach(output, 20, 20), 0);
  assert.deepEqual(receive(output, 40), [[10, 60]]);
  output.parse(60);
  assert.equal(output.takeAck(), 60);
});

test('acknowledges no more than the connection has carried', () => {
  const output = new OutputStream(10);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(20);
  attach(output, 20, 20);
  output.parse(50);
  assert.equal(output.ackDue, undefined);
  assert.deepEqual(receive(output, 15), []);
  assert.equal(output.takeAck(), 35);
});

test('tells how much is lost, and goes on behind it', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(50);
  assert.equal(attach(output, 80, 80), 30);
  assert.deepEqual(receive(output, 5), [[5, 85]]);
});

test('what left the ring but is in the terminal already is not lost', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(20);
  assert.equal(attach(output, 40, 40), 0);
  assert.deepEqual(receive(output, 20), [[10, 60]]);
});

test('cuts a message where the replay ends', () => {
  const output = new OutputStream(100);
  attach(output, 10, 15);
  assert.equal(output.muted, true);
  assert.deepEqual(receive(output, 8), [
    [5, 15],
    [3, 18],
  ]);
  output.parse(10);
  assert.equal(output.muted, true);
  output.parse(15);
  assert.equal(output.muted, false);
});

test('a snapshot counts in no offset; with its last byte the terminal is where output goes on', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(50);
  assert.equal(attach(output, 80, 80, 12), 30);
  assert.deepEqual(receive(output, 10), [[10, 0]]);
  assert.equal(output.muted, true);
  assert.deepEqual(receive(output, 7), [
    [2, 80],
    [5, 85],
  ]);
  output.parse(80);
  assert.equal(output.muted, false);
});

test('a snapshot of what is in the terminal already is dropped', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  receive(output, 50);
  output.parse(20);
  assert.equal(attach(output, 40, 50, 12), 0);
  assert.deepEqual(receive(output, 12 + 15), [[5, 55]]);
});

test('cuts a message where another viewer begins to answer, and where this one does again', () => {
  const output = new OutputStream(100);
  attach(output, 0, 0);
  assert.equal(output.muted, false);
  output.turn({ from: 3, answers: false });
  output.turn({ from: 5, answers: true });
  assert.deepEqual(receive(output, 8), [
    [3, 3],
    [2, 5],
    [3, 8],
  ]);
  const muted = [1, 3, 4, 5, 8].map(offset => {
    output.parse(offset);
    return output.muted;
  });
  assert.deepEqual(muted, [false, true, true, false, false]);
});
