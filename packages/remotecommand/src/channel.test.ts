import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channels, decodeFrame, encodeFrame, encodeResize, encodeStdinEnd } from './channel.ts';

test('every message is what Kubernetes reads, byte by byte', () => {
  assert.equal(encodeFrame(channels.stdin, Buffer.from('ls\n')).toString('hex'), '006c730a');
  assert.equal(encodeResize({ cols: 120, rows: 40 }).toString('latin1'), '\x04{"Width":120,"Height":40}');
  assert.equal(encodeStdinEnd().toString('hex'), 'ff00');
});

test('a payload is a slice of its message, not a copy', () => {
  const message = Buffer.from('\x01hello');
  const frame = decodeFrame(message);
  assert.equal(frame?.channel, channels.stdout);
  message[1] = 'j'.charCodeAt(0);
  assert.equal(frame?.payload.toString(), 'jello');
});

test('the empty message has no channel, the channel byte alone has an empty payload', () => {
  assert.equal(decodeFrame(Buffer.alloc(0)), undefined);
  assert.equal(decodeFrame(Buffer.of(1))?.payload.length, 0);
});
