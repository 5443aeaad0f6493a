import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoCluster } from '@podbay/demo-cluster';
import type { PodEvent } from '@podbay/protocol';
import { tokenIdentity } from '../testing/test-logins.ts';
import { loadClusters } from './clusters.ts';
import { waitUntil } from './testing/wait-until.ts';

const group = 'rbac.authorization.k8s.io';
const rbac = `/apis/${group}/v1/namespaces/default`;
const kinds = { apiVersion: `${group}/v1`, namespace: 'default' };
const dev = [{ kind: 'User', apiGroup: group, name: 'dev' }];

function role(name: string, verbs: readonly string[]) {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs }];
  return { apiVersion: kinds.apiVersion, kind: 'Role', metadata: { name, namespace: 'default' }, rules };
}

function binding(name: string, kind: string, to: string) {
  const metadata = { name, namespace: 'default' };
  const roleRef = { apiGroup: group, kind, name: to };
  return { apiVersion: kinds.apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects: dev };
}

async function setUp() {
  const demo = await startDemoCluster();
  const sources = [{ kubeconfig: { type: 'content', content: demo.kubeconfig }, demo: true }] as const;
  const clusters = await loadClusters({ sources, accessCheckMs: 1000 });
  const { client } = clusters.get(demo.context, { type: 'gateway' });
  const cluster = clusters.get(demo.context, tokenIdentity(demo.users.dev));
  const follow = () => {
    const events: PodEvent[] = [];
    const leave = cluster.watchPods('default', event => events.push(event));
    return { events, leave, last: () => events.at(-1) };
  };
  return {
    client,
    follow,
    /** Leaves dev these verbs on pods, and no others, in the namespace. */
    async restrict(verbs: readonly string[]) {
      await client.post(`${rbac}/roles`, role('some', verbs));
      await client.post(`${rbac}/rolebindings`, binding('some', 'Role', 'some'));
      await client.delete(`${rbac}/rolebindings/developers`);
    },
    giveBack: () => client.post(`${rbac}/rolebindings`, binding('developers', 'ClusterRole', 'edit')),
    async [Symbol.asyncDispose]() {
      clusters.close();
      await demo.close();
    },
  };
}

test('without the rights to list and watch, a live list ends in words, for who looks and who comes', async () => {
  await using bed = await setUp();
  const one = bed.follow();
  await waitUntil(() => one.last()?.type === 'snapshot');
  await bed.restrict(['get']);
  await waitUntil(() => isNotAllowedTo('list', one.last()));
  const late = bed.follow();
  await waitUntil(() => late.events.length > 0);
  assert.deepEqual(
    late.events.map(({ type }) => type),
    ['error'],
    'nothing of what was known before',
  );
  await bed.giveBack();
  await waitUntil(() => one.last()?.type === 'snapshot' && late.last()?.type === 'snapshot');
  one.leave();
  late.leave();
});

test('without the right to watch, what is listed stays, and is said not to be live', async () => {
  await using bed = await setUp();
  const one = bed.follow();
  await waitUntil(() => one.last()?.type === 'snapshot');
  await bed.restrict(['get', 'list']);
  await waitUntil(() => isNotAllowedTo('watch', one.last()));
  const late = bed.follow();
  await waitUntil(() => late.events.length > 1);
  assert.ok(late.events.some(({ type }) => type === 'snapshot'));
  await waitUntil(() => isNotAllowedTo('watch', late.last()));
  one.leave();
  late.leave();
});

test('a list that may go on goes on over the checks, and nobody is told of them', async () => {
  await using bed = await setUp();
  const one = bed.follow();
  await waitUntil(() => one.last()?.type === 'snapshot');
  await sleep(3500);
  assert.equal(one.events.length, 1);
  one.leave();
});

function isNotAllowedTo(verb: string, event: PodEvent | undefined): boolean {
  return (
    event?.type === 'error' && event.refusal.code === 'forbidden' && event.refusal.details?.verb === verb
  );
}
