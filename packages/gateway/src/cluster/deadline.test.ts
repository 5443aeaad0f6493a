import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deadline } from './deadline.ts';

test('aborts when time is over, with a TimeoutError', async () => {
  using over = deadline(10);
  await sleep(40);
  assert.equal(over.signal.reason.name, 'TimeoutError');
});

test('aborts with the other signal, also when that has aborted already', () => {
  const other = new AbortController();
  using before = deadline(10_000, other.signal);
  other.abort(new Error('stop'));
  using after = deadline(10_000, other.signal);
  for (const { signal } of [before, after]) assert.equal(signal.reason.message, 'stop');
});

test('disposed of, it leaves nothing', async () => {
  const other = new AbortController();
  const disposed = deadline(10, other.signal);
  disposed[Symbol.dispose]();
  await sleep(40);
  assert.equal(disposed.signal.aborted, false);
  assert.equal(getEventListeners(other.signal, 'abort').length, 0);
});
