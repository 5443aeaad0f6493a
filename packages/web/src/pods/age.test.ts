import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge } from './age.ts';

const now = Date.parse('2026-01-31T12:00:00Z');

const table: readonly (readonly [string, string])[] = [
  ['2026-01-31T12:00:00Z', '0s'],
  ['2026-01-31T11:59:17Z', '43s'],
  ['2026-01-31T11:47:30Z', '12m'],
  ['2026-01-31T07:00:00Z', '5h'],
  ['2026-01-28T10:00:00Z', '3d'],
  ['2023-01-28T10:00:00Z', '3y'],
  ['2026-01-31T12:00:05Z', '0s'],
  ['not a time', '–'],
];

for (const [createdAt, expected] of table)
  test(`age of ${createdAt} is ${expected}`, () => assert.equal(formatAge(createdAt, now, 'en'), expected));

test('age in Chinese', () => assert.equal(formatAge('2026-01-31T07:00:00Z', now, 'zh-CN'), '5小时'));
