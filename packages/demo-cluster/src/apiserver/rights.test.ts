import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { send } from './test-client.ts';

const cluster = await startDemoCluster({ runtime: new ScriptedRuntime() });
after(() => cluster.close());

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const shop = '/api/v1/namespaces/shop';

async function mayExec(as: 'dev'): Promise<boolean> {
  const { json } = await send(cluster, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    method: 'POST',
    as,
    body: {
      spec: {
        resourceAttributes: { namespace: 'shop', verb: 'create', resource: 'pods', subresource: 'exec' },
      },
    },
  });
  return (json as { status: { allowed: boolean } }).status.allowed;
}

test('a binding that goes takes its rights with it, and brings them back', async () => {
  assert.equal(await mayExec('dev'), true);
  const path = `${rbac}/namespaces/shop/rolebindings/developers`;
  const { json } = await send(cluster, path);
  assert.equal((await send(cluster, path, { method: 'DELETE' })).code, 200);
  assert.equal(await mayExec('dev'), false);
  assert.equal((await send(cluster, `${shop}/pods`, { as: 'dev' })).code, 403);
  const { resourceVersion: _, ...metadata } = (json as { metadata: Record<string, unknown> }).metadata;
  const body = { ...(json as object), metadata };
  assert.equal(
    (await send(cluster, `${rbac}/namespaces/shop/rolebindings`, { method: 'POST', body })).code,
    201,
  );
  assert.equal(await mayExec('dev'), true);
});

test('a role that changes changes its users’ rights', async () => {
  const path = `${rbac}/clusterroles/edit`;
  const before = (await send(cluster, path)).json as { rules: { resources: string[] }[] };
  const rules = before.rules.filter(({ resources }) => !resources.includes('pods/exec'));
  const change = { method: 'PATCH', headers: { 'content-type': 'application/merge-patch+json' } };
  assert.equal((await send(cluster, path, { ...change, body: { rules } })).code, 200);
  assert.equal(await mayExec('dev'), false);
  await send(cluster, path, { ...change, body: { rules: before.rules } });
  assert.equal(await mayExec('dev'), true);
});

test('who may impersonate some may not impersonate others', async () => {
  const rules = [
    { verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['dev'] },
    { verbs: ['impersonate'], apiGroups: ['authentication.k8s.io'], resources: ['userextras/scopes'] },
  ];
  const bind = {
    roleRef: { kind: 'ClusterRole', name: 'deputy' },
    subjects: [{ kind: 'User', name: 'viewer' }],
  };
  const metadata = { name: 'deputy' };
  await send(cluster, `${rbac}/clusterroles`, { method: 'POST', body: { metadata, rules } });
  await send(cluster, `${rbac}/clusterrolebindings`, { method: 'POST', body: { metadata, ...bind } });
  const ask = async (headers: Record<string, string>) => {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { code, json } = await send(cluster, path, { method: 'POST', as: 'viewer', headers, body: {} });
    return code === 201
      ? (json as { status: { userInfo: object } }).status.userInfo
      : (json as { message: string }).message;
  };
  assert.deepEqual(await ask({ 'Impersonate-User': 'dev', 'Impersonate-Extra-Scopes': 'x' }), {
    username: 'dev',
    groups: ['system:authenticated'],
    extra: { scopes: ['x'] },
  });
  assert.equal(
    await ask({ 'Impersonate-User': 'admin' }),
    'users "admin" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
  );
  assert.equal(
    await ask({ 'Impersonate-User': 'dev', 'Impersonate-Group': 'podbay:cluster-admins' }),
    'groups "podbay:cluster-admins" is forbidden: User "viewer" cannot impersonate resource "groups" in API group "" at the cluster scope',
  );
  assert.equal(
    await ask({ 'Impersonate-User': 'dev', 'Impersonate-Uid': '7' }),
    'uids.authentication.k8s.io "7" is forbidden: User "viewer" cannot impersonate resource "uids" in API group "authentication.k8s.io" at the cluster scope',
  );
  assert.match(String(await ask({ 'Impersonate-Group': 'a' })), /without impersonating a user name/);
});

test('a token that is revoked is refused from then on', async () => {
  const list = () => send(cluster, `${shop}/pods`, { as: 'viewer' });
  assert.equal((await list()).code, 200);
  cluster.revokeToken('viewer');
  const { code, json } = await list();
  assert.deepEqual([code, (json as { reason: string }).reason], [401, 'Unauthorized']);
});
