import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffDelayMs } from './backoff.ts';

test('the first restart comes at once, the later ones ever later, up to the bound', () => {
  const backoff = { firstMs: 10, maxMs: 300 };
  assert.deepEqual(
    [0, 1, 2, 3, 5, 6, 1000].map(failures => backoffDelayMs(backoff, failures)),
    [0, 10, 20, 40, 160, 300, 300],
  );
});
