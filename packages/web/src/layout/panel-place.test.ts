import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridPlaces } from './panel-place.ts';

test('five panels make a row of three and a row of two', () => {
  assert.deepEqual(gridPlaces(['a', 'b', 'c', 'd', 'e']), [
    undefined,
    { beside: 'a', direction: 'right' },
    { beside: 'b', direction: 'right' },
    { beside: 'a', direction: 'below' },
    { beside: 'b', direction: 'below' },
  ]);
});

test('one panel stands alone, none is none', () => {
  assert.deepEqual(gridPlaces(['a']), [undefined]);
  assert.deepEqual(gridPlaces([]), []);
});
