import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge, formatDuration } from './duration.ts';

// From apimachinery's own table in util/duration.
const table: readonly [number, string][] = [
  [-2, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [121, '2m1s'],
  [599, '9m59s'],
  [600, '10m'],
  [10_799, '179m'],
  [10_800, '3h'],
  [10_860, '3h1m'],
  [28_799, '7h59m'],
  [28_800, '8h'],
  [172_799, '47h'],
  [172_800, '2d'],
  [176_400, '2d1h'],
  [691_200, '8d'],
  [63_072_000, '2y'],
  [63_158_400, '2y1d'],
  [252_288_000, '8y'],
];

for (const [seconds, expected] of table) {
  test(`${seconds} s → ${expected}`, () => assert.equal(formatDuration(seconds), expected));
}

test('an age is counted from a time', () => {
  assert.equal(formatAge('2026-01-01T00:00:00Z', new Date('2026-01-03T04:00:00Z')), '2d4h');
  assert.equal(formatAge(undefined, new Date()), '<unknown>');
});
