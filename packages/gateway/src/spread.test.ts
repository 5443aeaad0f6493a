import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spread } from './spread.ts';

test('times are spread over the whole span, and few different ones', () => {
  const times = new Set(Array.from({ length: 5000 }, () => spread(30_000, 54_000)));
  assert.equal(times.size, 24);
  assert.equal(Math.min(...times), 30_000);
  assert.equal(Math.max(...times), 54_000);
  for (const time of times) assert.ok(Number.isInteger(time), String(time));
  assert.equal(spread(0, 0), 0);
});
