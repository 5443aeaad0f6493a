import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from './backoff.ts';

test('tries at once, then waits twice as long each time up to the longest wait', () => {
  const backoff = new Backoff({ baseMs: 500, maxMs: 10_000, random: () => 0.999_999 });
  const waits = Array.from({ length: 8 }, () => backoff.nextMs());
  assert.deepEqual(waits, [0, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  assert.equal(backoff.tries, 8);
});

test('jitter reaches down to nothing', () => {
  const backoff = new Backoff({ random: () => 0 });
  assert.deepEqual([backoff.nextMs(), backoff.nextMs(), backoff.nextMs()], [0, 0, 0]);
});

test('starts again after a reset', () => {
  const backoff = new Backoff({ random: () => 0.5 });
  backoff.nextMs();
  backoff.nextMs();
  backoff.reset();
  assert.equal(backoff.nextMs(), 0);
  assert.equal(backoff.nextMs(), 250);
});

test('stays finite after very many tries', () => {
  const backoff = new Backoff({ random: () => 0.5 });
  for (let count = 0; count < 5000; count += 1) backoff.nextMs();
  assert.equal(backoff.nextMs(), 5000);
});
