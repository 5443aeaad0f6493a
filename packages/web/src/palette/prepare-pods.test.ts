import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodSummary } from '@podbay/protocol';
import { pod } from '../testing/pods.ts';
import { PodSearch } from './pod-search.ts';
import { prepareSlice } from './prepare-pods.ts';

/** Pods that count how often their names are read. */
function countedPods(count: number): { readonly pods: readonly PodSummary[]; reads: number } {
  const counted = { pods: [] as readonly PodSummary[], reads: 0 };
  counted.pods = Array.from({ length: count }, (_, index) => {
    const made = pod({ uid: `${index}` });
    return Object.defineProperty(made, 'name', {
      get: () => {
        counted.reads++;
        return `web-${index}`;
      },
    });
  });
  return counted;
}

test('pods are prepared in slices, and the search then finds all of it done', () => {
  const counted = countedPods(1000);
  let slices = 0;
  for (let rest = counted.pods; rest.length > 0; ) {
    const before = counted.reads;
    rest = prepareSlice(rest, 'here');
    assert.ok(counted.reads - before <= 200);
    slices++;
  }
  assert.equal(counted.reads, 1000);
  assert.ok(slices >= 5);
  const search = new PodSearch(counted.pods, 'here');
  assert.equal(search.find('web-999', 1).length, 1);
  assert.equal(counted.reads, 1000);
});

test('what is prepared is passed over, and in another context done again', () => {
  const counted = countedPods(300);
  for (let rest = counted.pods; rest.length > 0; ) rest = prepareSlice(rest, 'here');
  assert.deepEqual(prepareSlice(counted.pods, 'here'), []);
  assert.equal(counted.reads, 300);
  assert.equal(new PodSearch(counted.pods, 'there').find('there', 1).length, 1);
  assert.equal(counted.reads, 600);
});
