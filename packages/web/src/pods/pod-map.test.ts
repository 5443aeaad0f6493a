import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodEvent } from '@podbay/protocol';
import { pod } from '../testing/pods.ts';
import { applyPodEvent, sortPods } from './pod-map.ts';

const a = pod({ name: 'a', namespace: 'y' });
const b = pod({ name: 'b', namespace: 'x' });
const c = pod({ name: 'c', namespace: 'x' });
const changed = { ...b, status: 'Terminating' };

function after(...events: PodEvent[]) {
  return sortPods(events.reduce(applyPodEvent, new Map()));
}

test('follows snapshots, changes and removals; sorts by namespace and name', () => {
  const snapshot: PodEvent = { type: 'snapshot', pods: [c, a, b] };
  assert.deepEqual(after(snapshot), [b, c, a]);
  assert.deepEqual(after(snapshot, { type: 'changed', pod: changed }), [changed, c, a]);
  assert.deepEqual(after(snapshot, { type: 'removed', uid: c.uid, name: 'c' }), [b, a]);
  assert.deepEqual(after(snapshot, { type: 'snapshot', pods: [a] }), [a]);
});

test('keeps the list while it is stale', () => {
  const refusal = { code: 'cluster-unreachable', message: 'down' } as const;
  assert.deepEqual(after({ type: 'snapshot', pods: [a] }, { type: 'error', refusal }), [a]);
});
