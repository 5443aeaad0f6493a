import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputStream } from './input-stream.ts';

const limits = { windowBytes: 10, maxMessageBytes: 4, maxPendingBytes: 100 };

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function drain(input: InputStream): string[] {
  const sent: string[] = [];
  for (let message = input.next(); message !== undefined; message = input.next())
    sent.push(new TextDecoder().decode(message));
  return sent;
}

test('cuts input into messages and stops at the window', () => {
  const input = new InputStream(limits);
  assert.equal(input.push(bytes('abcdefghijklmno')), true);
  assert.deepEqual(drain(input), ['abcd', 'efgh', 'ij']);
  assert.deepEqual(drain(input), []);
});

test('goes on as input is accepted, in the middle of a chunk too', () => {
  const input = new InputStream(limits);
  input.push(bytes('abcdefghijklmno'));
  drain(input);
  input.ack(3);
  assert.deepEqual(drain(input), ['klm']);
  input.ack(13);
  assert.deepEqual(drain(input), ['no']);
  input.ack(15);
  assert.equal(input.pendingBytes, 0);
});

test('sends again from where the gateway is after a reconnect', () => {
  const input = new InputStream(limits);
  input.push(bytes('ab'));
  drain(input);
  input.push(bytes('cdef'));
  drain(input);
  input.rewind(1);
  assert.deepEqual(drain(input), ['b', 'cdef']);
});

test('keys that wait are one message, of a length that nobody takes for a paste', () => {
  const input = new InputStream();
  input.push(bytes('a'));
  drain(input);
  for (const key of ['b', 'c', 'd']) input.push(bytes(key));
  assert.deepEqual(drain(input), ['bcd']);
  input.push(bytes('x'.repeat(1000)));
  for (let i = 0; i < 30; i++) input.push(bytes('y'));
  assert.deepEqual(
    drain(input).map(({ length }) => length),
    [1024, 6],
  );
  input.rewind(2);
  input.push(bytes('z'));
  assert.ok(drain(input).join('').endsWith('yz'));
});

test('takes what a reconnect says was accepted though no ack had told so', () => {
  const input = new InputStream(limits);
  input.push(bytes('abcd'));
  drain(input);
  input.rewind(4);
  input.push(bytes('e'));
  assert.deepEqual(drain(input), ['e']);
});

test('an ack of the past or beyond the end changes nothing for the worse', () => {
  const input = new InputStream(limits);
  input.push(bytes('abcd'));
  drain(input);
  input.ack(99);
  input.ack(2);
  assert.equal(input.pendingBytes, 0);
  input.push(bytes('ef'));
  assert.deepEqual(drain(input), ['ef']);
});

test('refuses what is too much to keep, and takes none of it', () => {
  const input = new InputStream(limits);
  assert.equal(input.push(new Uint8Array(99)), true);
  assert.equal(input.push(new Uint8Array(2)), false);
  assert.equal(input.pendingBytes, 99);
});
