import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Edge, edgeClearOf } from './clear-edge.ts';

const rowPx = 16;

/** What becomes of something 40 px high at `now` in a terminal of 20 rows when the cursor is in `row`. */
function edgeAt(row: number, now: Edge, heightPx = 20 * rowPx): Edge {
  const cursor = { topPx: row * rowPx, bottomPx: (row + 1) * rowPx };
  return edgeClearOf({ cursor, coverPx: { top: 40, bottom: 40 }, heightPx }, now);
}

const moves: readonly (readonly [string, number, Edge, Edge])[] = [
  ['the first row, as after clear', 0, 'top', 'bottom'],
  ['a row that is half hidden', 2, 'top', 'bottom'],
  ['the first row below it', 3, 'top', 'top'],
  ['the last row', 19, 'top', 'top'],
  ['the middle: it does not come back for nothing', 10, 'bottom', 'bottom'],
  ['the last row, with it at the bottom', 19, 'bottom', 'top'],
  ['a row that was scrolled out of sight', 40, 'bottom', 'bottom'],
];

for (const [name, row, now, expected] of moves)
  test(`the cursor in ${name}`, () => assert.equal(edgeAt(row, now), expected));

test('where it hides the line at both edges, it stays', () => {
  assert.equal(edgeAt(1, 'top', 3 * rowPx), 'top');
  assert.equal(edgeAt(1, 'bottom', 3 * rowPx), 'bottom');
});
