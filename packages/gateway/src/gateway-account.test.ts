import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import { parse } from 'yaml';
import type { ApiError } from './cluster/api-error.ts';
import { gatewayIdentity } from './identity.ts';
import { type LeakBed, startLeakBed } from './testing/leak-bed.ts';

interface RoleDocument {
  readonly metadata: { readonly name: string };
  readonly rules: readonly {
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
    readonly resourceNames: readonly string[];
  }[];
}

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';
const place = { namespace: 'default', pod: 'playground', container: 'shell' };
/** Who may stand for others, and has no right of their own any more. */
const account = 'no-namespaces';
const context = `demo-${account}`;
const dev = { type: 'impersonated', user: 'dev', groups: ['podbay:staff'], extra: {} } as const;
let demo: DemoCluster;

/** As docs/security.md has it. */
function documentedRole(): RoleDocument {
  const text = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  const [, yaml = ''] =
    /```yaml\n( *apiVersion: rbac[\s\S]*?podbay-impersonates[\s\S]*?)```/.exec(text) ?? [];
  return parse(yaml) as RoleDocument;
}

before(async () => {
  demo = await startDemoCluster();
  await using bed = await startLeakBed(demo);
  const { client } = bed.cluster;
  await client.delete(`${rbac}/namespaces/payments/rolebindings/accounting`);
  const role = documentedRole();
  const names: Readonly<Record<string, readonly string[]>> = { users: ['dev'], groups: ['podbay:staff'] };
  const rules = role.rules.map(rule => ({ ...rule, resourceNames: names[rule.resources[0] ?? ''] }));
  await client.post(`${rbac}/clusterroles`, { ...role, rules });
  const { name } = role.metadata;
  await client.post(`${rbac}/clusterrolebindings`, {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup, kind: 'ClusterRole', name },
    subjects: [{ kind: 'User', apiGroup, name: account }],
  });
  const isRunning = async () =>
    (await bed.cluster.pods('default', AbortSignal.timeout(5_000))).some(
      ({ name, status }) => name === place.pod && status === 'Running',
    );
  while (!(await isRunning())) await sleep(50);
});
after(() => demo.close());

function podsAs(bed: LeakBed, identity: Parameters<LeakBed['clusters']['get']>[1]) {
  return bed.clusters.get(context, identity).pods('default', AbortSignal.timeout(5_000));
}

test('the role in the docs lets impersonate those that it names, and nothing else', () => {
  const { rules } = documentedRole();
  assert.deepEqual(
    rules.map(({ resources, verbs, resourceNames }) => [resources, verbs, resourceNames.length > 0]),
    [
      [['users'], ['impersonate'], true],
      [['groups'], ['impersonate'], true],
    ],
  );
});

test('an account with that role suffices: lists, a shell, its log, the checks, and its end', async () => {
  await using bed = await startLeakBed(demo, { context, limits: { accessCheckMs: 300 } });
  const login = bed.logins.add('dev', dev);
  const root = `/contexts/${context}/namespaces`;
  for (const path of [root, `${root}/default/pods`, `${root}/default/pods/playground/log?container=shell`])
    assert.equal((await bed.request(path, { login })).status, 200, path);
  const client = await bed.shell(place, { login });
  client.type('trap "" HUP; sleep 300 & sleep 301\r');
  await client.until(() => client.text.includes('sleep 301'));
  await sleep(700);
  assert.equal(client.find('exit'), undefined);
  client.send({ type: 'end' });
  await bed.untilOver();
  const [reaped] = bed.events('session.reaped');
  assert.deepEqual([reaped?.reap?.result, reaped?.reap?.asGateway], ['reaped', undefined]);
});

test('it may do nothing itself, nor stand for anybody else', async () => {
  await using bed = await startLeakBed(demo, { context });
  const forbidden = (error: ApiError) => error.refusal.code === 'forbidden';
  await assert.rejects(podsAs(bed, gatewayIdentity), forbidden);
  await assert.rejects(podsAs(bed, { ...dev, user: 'admin' }), forbidden);
  await assert.rejects(podsAs(bed, { ...dev, groups: ['podbay:cluster-admins'] }), forbidden);
  await assert.rejects(podsAs(bed, { ...dev, extra: { scopes: ['all'] } }), forbidden);
  assert.ok((await podsAs(bed, dev)).length > 0);
});
