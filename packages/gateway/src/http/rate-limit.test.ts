import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RateLimit } from './rate-limit.ts';

test('allows a burst, then the rate, each key by itself', () => {
  const limit = new RateLimit({ burst: 3, perMinute: 60 });
  assert.deepEqual(
    [0, 0, 0, 0].map(nowMs => limit.take('ada', nowMs)),
    [true, true, true, false],
  );
  assert.equal(limit.take('bob', 0), true);
  assert.equal(limit.take('ada', 900), false);
  assert.equal(limit.take('ada', 1000), true);
  assert.equal(limit.take('ada', 1000), false);
  assert.deepEqual(
    [99_000, 99_000, 99_000, 99_000].map(nowMs => limit.take('ada', nowMs)),
    [true, true, true, false],
  );
});
