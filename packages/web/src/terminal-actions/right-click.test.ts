import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rightClick } from './ask-for-menu.ts';
import { fileName } from './save-file.ts';

for (const [mouseTaken, shift, expected] of [
  [false, false, 'menu'],
  [false, true, 'browser'],
  [true, false, 'program'],
  [true, true, 'menu'],
] as const)
  test(`a right click${shift ? ' with Shift' : ''}${mouseTaken ? ' where the program takes the mouse' : ''}: ${expected}`, () =>
    assert.equal(rightClick({ shift, mouseTaken }), expected));

test('a file is named by where and when', () => {
  const at = new Date(2026, 4, 4, 13, 7, 9);
  assert.equal(fileName({ pod: 'db-0', container: 'postgres' }, at), 'db-0-postgres-2026-05-04-13-07-09.txt');
});
