import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { send } from '../apiserver/test-client.ts';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import type { Pod } from '../objects/pod.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { crowdOf } from './crowd.ts';

for (const pods of [0, 1, 2, 249, 250, 251, 5000]) {
  test(`${pods} pods are so many, and no two workloads of a namespace bear the same name`, () => {
    const { plans, namespaces } = crowdOf(pods);
    assert.equal(
      plans.reduce((sum, plan) => sum + (plan.replicas ?? 1), 0),
      pods,
    );
    assert.equal(new Set(plans.map(({ namespace, name }) => `${namespace}/${name}`)).size, plans.length);
    assert.deepEqual([...new Set(plans.map(({ namespace }) => namespace))], namespaces);
  });
}

const runtime = new ScriptedRuntime();
const cluster = await startDemoCluster({ runtime, extraPods: 600 });
after(() => cluster.close());

async function list(query: string) {
  const { json } = await send(cluster, `/api/v1/pods?${query}`);
  return json as { items: readonly Pod[]; metadata: { continue?: string; remainingItemCount?: number } };
}

test('a large list comes in pages, each pod once, with an address of its own', async () => {
  const pods: Pod[] = [];
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page = await list(`limit=250&continue=${token}`);
    pods.push(...page.items);
    token = page.metadata.continue;
  }
  const crowd = pods.filter(({ metadata }) => metadata.namespace?.startsWith('team-'));
  assert.equal(crowd.length, 600);
  assert.equal(new Set(crowd.map(({ metadata }) => metadata.uid)).size, 600);
  assert.equal(new Set(crowd.map(({ status }) => status.podIP)).size, 600);
  const owners = new Set(crowd.map(({ metadata }) => metadata.ownerReferences?.[0]?.kind));
  assert.deepEqual([...owners].sort(), ['DaemonSet', 'Job', 'ReplicaSet', 'StatefulSet']);
});

test('a container of the crowd starts when somebody asks for it, and those around it do not', async () => {
  const crowd = () => runtime.started.filter(({ namespace }) => namespace.startsWith('team-'));
  assert.deepEqual(crowd(), []);
  const { json } = await send(cluster, '/api/v1/namespaces/team-billing/pods?labelSelector=app=orders-db');
  const [pod] = (json as { items: readonly Pod[] }).items;
  const { name = '' } = pod?.metadata ?? {};
  assert.ok(await cluster.findContainer({ namespace: 'team-billing', pod: name, container: 'db' }));
  assert.deepEqual(
    crowd().map(spec => spec.pod),
    [name],
  );
});
