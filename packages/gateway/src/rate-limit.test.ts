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

test('tells how long to wait', () => {
  const limit = new RateLimit({ burst: 1, perMinute: 60 });
  assert.equal(limit.waitMs('ada', 0), 0);
  limit.take('ada', 0);
  assert.equal(limit.waitMs('ada', 250), 750);
  assert.equal(limit.waitMs('bob', 250), 0);
});

test('remembers a bounded number of keys, however many come', () => {
  const limit = new RateLimit({ burst: 2, perMinute: 60 });
  for (let i = 0; i < 10_500; i++) limit.take(`address ${i}`, 0);
  assert.equal(limit.size, 10_000);
  limit.take('later', 60_000);
  assert.equal(limit.size, 1, 'what is full again is forgotten');
});
