import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RingBuffer } from './ring-buffer.ts';

const capacity = 32 * 1024;

function readAll(ring: RingBuffer, from: number): Buffer {
  const parts: Buffer[] = [];
  for (let offset = from; offset < ring.end; ) {
    const part = ring.read(offset, 5000);
    assert.ok(part.length > 0 && part.length <= 5000);
    parts.push(part);
    offset += part.length;
  }
  return Buffer.concat(parts);
}

test('keeps exactly the newest bytes, whatever the sizes of what is appended', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 * capacity }), { maxLength: 30 }), lengths => {
      const ring = new RingBuffer(capacity);
      let all = Buffer.alloc(0);
      for (const length of lengths) {
        const bytes = Buffer.from(Array.from({ length }, (_, i) => (all.length + i) % 251));
        assert.equal(ring.startAfter(length), Math.max(ring.start, ring.end + length - capacity));
        ring.append(bytes);
        all = Buffer.concat([all, bytes]);
        assert.equal(ring.end, all.length);
        assert.equal(ring.start, Math.max(0, all.length - capacity));
        assert.ok(readAll(ring, ring.start).equals(all.subarray(ring.start)));
      }
    }),
    { numRuns: 50 },
  );
});

test('a slice stays as it was until the ring runs over it, also when the block grows', () => {
  const ring = new RingBuffer(capacity);
  ring.append(Buffer.from('hello'));
  const slice = ring.read(0, 5);
  ring.append(Buffer.alloc(capacity - 5, 'x'));
  assert.equal(slice.toString(), 'hello');
  assert.equal(ring.read(0, 5).toString(), 'hello');
});

test('a quiet stream costs little', () => {
  const ring = new RingBuffer(2 * 1024 * 1024);
  ring.append(Buffer.alloc(1000));
  assert.equal(ring.allocated, 1024);
});

test('refuses offsets that are not kept and capacities that are no power of two', () => {
  const ring = new RingBuffer(capacity);
  ring.append(Buffer.alloc(capacity + 1));
  assert.throws(() => ring.read(0, 1), RangeError);
  assert.throws(() => ring.read(capacity + 2, 1), RangeError);
  assert.equal(ring.read(capacity + 1, 1).length, 0);
  for (const bad of [0, 1000, 16 * 1024 * 3, Number.NaN]) assert.throws(() => new RingBuffer(bad), TypeError);
});
