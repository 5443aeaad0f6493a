import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkQuota } from './quota.ts';

const limits = { maxSessions: 4, maxSessionsPerUser: 3, maxSessionsPerPod: 2 };
const holder = (owner: string, pod: string) => ({
  owner,
  target: { context: 'demo', namespace: 'shop', pod, container: 'app' },
});

test('each quota refuses with a reason of its own', () => {
  const ada = holder('ada', 'web');
  assert.equal(checkQuota([], ada, limits), undefined);
  assert.equal(checkQuota([holder('ada', 'a'), holder('ada', 'b')], ada, limits), undefined);
  const ofUser = checkQuota([holder('ada', 'a'), holder('ada', 'b'), holder('ada', 'c')], ada, limits);
  assert.match(ofUser?.message ?? '', /^You have 3 sessions/);
  const ofPod = checkQuota([holder('bob', 'web'), holder('eve', 'web')], ada, limits);
  assert.match(ofPod?.message ?? '', /^Pod web has 2 sessions/);
  const all = checkQuota(
    ['a', 'b', 'c', 'd'].map(name => holder(name, name)),
    ada,
    limits,
  );
  assert.match(all?.message ?? '', /^The gateway has 4 sessions/);
  assert.ok([ofUser, ofPod, all].every(refusal => refusal?.code === 'limit'));
});

test('a pod of the same name elsewhere is another pod', () => {
  const elsewhere = { owner: 'bob', target: { ...holder('bob', 'web').target, namespace: 'other' } };
  assert.equal(checkQuota([elsewhere, elsewhere], holder('ada', 'web'), limits), undefined);
});
