import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import type { Pod } from '../objects/pod.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { send, type TestRequest } from './test-client.ts';

const runtime = new ScriptedRuntime();
const cluster = await startDemoCluster({ runtime });
after(() => cluster.close());

const pods = '/api/v1/namespaces/shop/pods';

async function read<T>(path: string, options?: TestRequest): Promise<T> {
  const answer = await send(cluster, path, options);
  assert.ok(answer.code < 300, `${answer.code} ${answer.text}`);
  return answer.json as T;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `never: ${condition}`);
    await sleep(5);
  }
}

test('health and version need no credentials', async () => {
  for (const path of ['/healthz', '/livez', '/readyz']) {
    assert.equal((await send(cluster, path, { as: 'anonymous' })).text, 'ok');
  }
  const version = await read<{ gitVersion: string }>('/version', { as: 'anonymous' });
  assert.equal(version.gitVersion, 'v1.36.2+podbay-demo');
});

test('discovery tells the same in both its forms', async () => {
  const legacy = await read<{ resources: { name: string }[] }>('/api/v1');
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
  const answer = await send(cluster, '/api', { headers: { accept } });
  assert.match(answer.headers['content-type'] ?? '', /as=APIGroupDiscoveryList$/);
  type Aggregated = {
    items: { versions: { resources: { resource: string; subresources?: { subresource: string }[] }[] }[] }[];
  };
  const resources = (answer.json as Aggregated).items[0]?.versions[0]?.resources ?? [];
  const flat = resources.flatMap(({ resource, subresources = [] }) => [
    resource,
    ...subresources.map(({ subresource }) => `${resource}/${subresource}`),
  ]);
  assert.deepEqual(
    flat,
    legacy.resources.map(({ name }) => name),
  );
  assert.ok(flat.includes('pods/exec'));
});

test('every resource that discovery names can be listed, as objects, rows and metadata', async () => {
  const { groups } = await read<{ groups: { name: string }[] }>('/apis');
  for (const base of ['/api/v1', ...groups.map(({ name }) => `/apis/${name}/v1`)]) {
    const { resources } = await read<{ resources: { name: string; kind: string; verbs: string[] }[] }>(base);
    for (const { name, kind } of resources.filter(({ verbs }) => verbs.includes('list'))) {
      const list = await read<{ kind: string; items: unknown[] }>(`${base}/${name}`);
      assert.equal(list.kind, `${kind}List`);
      const table = await read<{ rows: unknown[] }>(`${base}/${name}`, {
        headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
      });
      assert.equal(table.rows.length, list.items.length, name);
      const metadata = await read<{ kind: string; items: { spec?: unknown }[] }>(`${base}/${name}`, {
        headers: { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' },
      });
      assert.equal(metadata.kind, 'PartialObjectMetadataList');
      assert.ok(metadata.items.every(item => item.spec === undefined));
    }
  }
});

test('OpenAPI says that the server checks fields', async () => {
  const { paths } = await read<{ paths: Record<string, { serverRelativeURL: string }> }>('/openapi/v3');
  const document = await read<{ paths: Record<string, { post?: { parameters: { name: string }[] } }> }>(
    paths['api/v1']?.serverRelativeURL ?? '',
  );
  const post = document.paths['/api/v1/namespaces/{namespace}/pods']?.post;
  assert.ok(post?.parameters.some(({ name }) => name === 'fieldValidation'));
});

test('reviews answer from the same rules that requests meet', async () => {
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const ask = async (as: 'dev' | 'get-only', verb: string) => {
    const resourceAttributes = { namespace: 'shop', verb, resource: 'pods', subresource: 'exec' };
    const review = await read<{ status: object }>(path, {
      method: 'POST',
      as,
      body: { spec: { resourceAttributes } },
    });
    return review.status;
  };
  const reason = 'RBAC: allowed by RoleBinding "developers/shop" of ClusterRole "edit" to User "dev"';
  assert.deepEqual(await ask('dev', 'create'), { allowed: true, reason });
  assert.deepEqual(await ask('get-only', 'create'), { allowed: false });
});

test('who am I, and who does an administrator act as', async () => {
  const ask = (headers = {}) =>
    read<{ status: { userInfo: { username: string; groups: string[] } } }>(
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {
        method: 'POST',
        body: {},
        headers,
      },
    );
  const { userInfo } = (await ask()).status;
  assert.deepEqual(
    [userInfo.username, userInfo.groups],
    ['admin', ['podbay:cluster-admins', 'system:authenticated']],
  );
  const other = (await ask({ 'impersonate-user': 'viewer', 'impersonate-group': 'a' })).status.userInfo;
  assert.deepEqual([other.username, other.groups], ['viewer', ['a', 'system:authenticated']]);
  const refused = await send(cluster, pods, { as: 'dev', headers: { 'impersonate-user': 'admin' } });
  assert.equal(
    (refused.json as { message: string }).message,
    'users "admin" is forbidden: User "dev" cannot impersonate resource "users" in API group "" at the cluster scope',
  );
});

test('a new pod is completed, scheduled, run and removed', async () => {
  const body = { metadata: { generateName: 'mine-' }, spec: { containers: [{ name: 'a', image: 'runs' }] } };
  const { metadata, spec } = await read<Pod>(pods, { method: 'POST', body });
  assert.match(metadata.name, /^mine-[a-z0-9]{5}$/);
  assert.equal(spec.terminationGracePeriodSeconds, 30);
  const path = `${pods}/${metadata.name}`;
  await until(async () => (await read<Pod>(path)).status.phase === 'Running');
  assert.equal((await send(cluster, `${path}/log`)).text, 'a starts\n');
  const deleted = await read<Pod>(path, { method: 'DELETE', body: { gracePeriodSeconds: 5 } });
  assert.equal(deleted.metadata.deletionGracePeriodSeconds, 5);
  assert.ok(deleted.metadata.deletionTimestamp !== undefined);
  await until(async () => (await send(cluster, path)).code === 404);
});

test('a deleted pod of a workload is replaced', async () => {
  const selector = 'labelSelector=app%3Dworker';
  const names = async () => {
    const { items } = await read<{ items: Pod[] }>(`${pods}?${selector}`);
    return items.filter(pod => pod.metadata.deletionTimestamp === undefined).map(pod => pod.metadata.name);
  };
  const before = await names();
  await send(cluster, `${pods}/${before[0]}`, { method: 'DELETE' });
  await until(async () => {
    const after = await names();
    return after.length === 2 && !after.includes(before[0] ?? '');
  });
});

test('a pod of a stateful set comes back under its name', async () => {
  const uid = async () => ((await send(cluster, `${pods}/cache-0`)).json as Partial<Pod>).metadata?.uid;
  const before = await uid();
  await send(cluster, `${pods}/cache-0`, { method: 'DELETE' });
  await until(async () => ![before, undefined].includes(await uid()));
});

test('a debug container is added by a strategic merge, and can not be changed', async () => {
  const path = `${pods}/db-1/ephemeralcontainers`;
  const headers = { 'content-type': 'application/strategic-merge-patch+json' };
  const patch = (image: string, target = 'postgres') => ({
    spec: { ephemeralContainers: [{ name: 'debug', image, targetContainerName: target }] },
  });
  const unknown = await send(cluster, path, { method: 'PATCH', headers, body: patch('runs', 'nobody') });
  assert.equal(unknown.code, 422);
  await read(path, { method: 'PATCH', headers, body: patch('runs') });
  await until(
    async () =>
      (await read<Pod>(`${pods}/db-1`)).status.ephemeralContainerStatuses?.[0]?.state.running !== undefined,
  );
  const changed = await send(cluster, path, { method: 'PATCH', headers, body: patch('other') });
  assert.match(
    (changed.json as { message: string }).message,
    /existing ephemeral containers "debug" may not be changed/,
  );
});

test('a change to a version that is past is a conflict', async () => {
  const path = '/api/v1/namespaces/default/configmaps/kube-root-ca.crt';
  const current = await read<{ metadata: { resourceVersion: string } }>(path);
  const body = { ...current, data: { a: 'b' } };
  await read(path, { method: 'PUT', body });
  const again = await send(cluster, path, { method: 'PUT', body: { ...body, data: { a: 'c' } } });
  assert.equal(again.code, 409);
  assert.match(again.text, /please apply your changes to the latest version and try again/);
});

test('logs: tail, timestamps, bytes, and what comes', async () => {
  const log = `${pods}/db-0/log`;
  await cluster.findContainer({ namespace: 'shop', pod: 'db-0', container: 'postgres' });
  const container = (await cluster.findContainer({
    namespace: 'shop',
    pod: 'db-0',
    container: 'postgres',
  })) as unknown as {
    print(text: string): void;
    exit(code: number): void;
  };
  container.print('two');
  container.print('three');
  assert.equal((await send(cluster, `${log}?tailLines=2`)).text, 'two\nthree\n');
  assert.equal((await send(cluster, `${log}?tailLines=0`)).text, '');
  assert.equal((await send(cluster, `${log}?limitBytes=12`)).text, 'postgres sta');
  assert.match(
    (await send(cluster, `${log}?tailLines=1&timestamps=true`)).text,
    /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z three\n$/,
  );
  const followed = send(cluster, `${log}?follow=true&tailLines=1`);
  await sleep(50);
  container.print('four');
  container.exit(0);
  assert.equal((await followed).text, 'three\nfour\n');
});
