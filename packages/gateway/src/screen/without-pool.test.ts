import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutPool } from './without-pool.ts';

test('a small Buffer has an ArrayBuffer of its own, and the pool comes back', () => {
  const { poolSize } = Buffer;
  Buffer.from('something that is in the pool already');
  const { byteOffset, length, buffer } = withoutPool(() => Buffer.from('cG9kYmF5', 'base64'));
  assert.deepEqual([byteOffset, length, buffer.byteLength], [0, 6, 6]);
  assert.equal(Buffer.poolSize, poolSize);
});
