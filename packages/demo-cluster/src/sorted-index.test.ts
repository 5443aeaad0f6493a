import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SortedIndex } from './sorted-index.ts';

test('whatever is set, deleted and listed when, the list is that of the keys in order', () => {
  const index = new SortedIndex<number>();
  const model = new Map<string, number>();
  const keys = ['a', 'b', 'c', 'ns/a', 'ns/b', 'Z'];
  let seed = 7;
  for (let step = 0; step < 2000; step += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    const key = keys[seed % keys.length] ?? '';
    if (seed % 7 < 4) {
      index.set(key, step);
      model.set(key, step);
    } else {
      index.delete(key);
      model.delete(key);
    }
    assert.equal(index.get(key), model.get(key));
    if (seed % 3 > 0) continue;
    const expected = [...model.keys()].sort().map(each => model.get(each));
    assert.deepEqual(index.list(), expected);
    assert.deepEqual(index.clone().list(), expected);
  }
});

test('a list stays as it was, and is the same while nothing changes', () => {
  const index = new SortedIndex<number>();
  index.set('b', 2);
  const before = index.list();
  assert.equal(index.list(), before);
  index.set('a', 1);
  assert.deepEqual([before, index.list()], [[2], [1, 2]]);
});

test('a copy goes its own way', () => {
  const index = new SortedIndex<number>();
  index.set('a', 1);
  const copy = index.clone();
  copy.set('a', 2);
  index.set('b', 3);
  assert.deepEqual([index.list(), copy.list()], [[1, 3], [2]]);
});
