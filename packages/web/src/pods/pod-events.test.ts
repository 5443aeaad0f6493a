import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodEvent, PodSummary } from '@podbay/protocol';
import { pod } from '../testing/pods.ts';
import { applyPodEvents } from './pod-events.ts';

const changed = (change: Partial<PodSummary>): PodEvent => ({ type: 'changed', pod: pod(change) });
const removed = (name: string): PodEvent => ({ type: 'removed', uid: `uid of ${name}`, name });
const snapshot = (...names: string[]): PodEvent => ({
  type: 'snapshot',
  pods: names.map(name => pod({ name })),
});
const refusal = { code: 'internal', message: '' } as const;

const table: readonly (readonly [string, readonly PodEvent[], string])[] = [
  ['nothing happened', [], 'b c'],
  ['a snapshot is sorted and replaces everything', [snapshot('z', 'a')], 'a z'],
  ['what came before a snapshot counts no more', [changed({ name: 'x' }), snapshot('a')], 'a'],
  ['a pod appears in its place', [changed({ name: 'bb' })], 'b bb c'],
  ['namespaces come first', [changed({ name: 'a', namespace: 'z' })], 'b c a'],
  ['a pod goes', [removed('b')], 'c'],
  ['a pod that nobody knew goes', [removed('nobody')], 'b c'],
  ['a pod comes and goes', [changed({ name: 'x' }), removed('x')], 'b c'],
  ['an error changes nothing', [{ type: 'error', refusal }], 'b c'],
];

for (const [name, events, expected] of table)
  test(name, () => {
    const pods = applyPodEvents(applyPodEvents([], [snapshot('b', 'c')]), events);
    assert.equal(pods.map(pod => pod.name).join(' '), expected);
  });

test('the last change of a pod counts, and the others stay the same objects', () => {
  const before = applyPodEvents([], [snapshot('b', 'c')]);
  const after = applyPodEvents(before, [
    changed({ name: 'b', status: 'Error' }),
    changed({ name: 'b', status: 'Failed' }),
  ]);
  assert.deepEqual(
    after.map(({ status }) => status),
    ['Failed', 'Running'],
  );
  assert.equal(after[1], before[1]);
  assert.equal(before[0]?.status, 'Running');
});
