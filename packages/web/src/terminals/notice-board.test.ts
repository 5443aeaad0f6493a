import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NoticeBoard, shownNotices } from './notice-board.ts';
import type { SessionNotice } from './session-notice.ts';

const said = (code: string, slot?: string): SessionNotice => ({
  code,
  level: 'info',
  text: () => code,
  ...(slot === undefined ? {} : { slot }),
});
const due = (code: string, dueAtMs: number): SessionNotice => ({ ...said(code), dueAtMs });

function shown(board: NoticeBoard): readonly (string | number | undefined)[] {
  const { deadline, latest, more } = shownNotices(board.snapshot());
  return [deadline?.code, latest?.code, more];
}

test('of several deadlines the first is shown, and the next one when it is gone', () => {
  const board = new NoticeBoard();
  board.put(due('lifetime-soon', 12_000));
  board.put(due('idle-soon', 6000));
  assert.deepEqual(shown(board), ['idle-soon', undefined, 1]);
  board.drop('idle-soon');
  assert.deepEqual(shown(board), ['lifetime-soon', undefined, 0]);
});

test('a later deadline does not hide an earlier one', () => {
  const board = new NoticeBoard();
  board.put(due('shutdown-soon', 1000));
  board.put(due('idle-soon', 6000));
  assert.deepEqual(shown(board), ['shutdown-soon', undefined, 1]);
});

test('what was said last is shown beside a deadline', () => {
  const board = new NoticeBoard();
  board.put(said('gap'));
  board.put(due('lifetime-soon', 12_000));
  board.put(said('copied', 'copy'));
  assert.deepEqual(shown(board), ['lifetime-soon', 'copied', 1]);
  board.drop('copy');
  assert.deepEqual(shown(board), ['lifetime-soon', 'gap', 0]);
});

test('notices of one slot replace each other', () => {
  const board = new NoticeBoard();
  board.put(said('copy-refused', 'copy'));
  board.put(said('copied', 'copy'));
  board.put(due('idle-soon', 6000));
  board.put(due('idle-soon', 9000));
  assert.deepEqual(shown(board), ['idle-soon', 'copied', 0]);
  assert.equal(shownNotices(board.snapshot()).deadline?.dueAtMs, 9000);
});

test('listeners hear of each change, and of nothing else', () => {
  const board = new NoticeBoard();
  let calls = 0;
  const stop = board.subscribe(() => calls++);
  board.drop('idle-soon');
  board.clear();
  assert.equal(calls, 0);
  board.put(said('gap'));
  board.clear();
  assert.equal(calls, 2);
  stop();
  board.put(said('gap'));
  assert.equal(calls, 2);
});
