import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import type { SessionVerdict } from './session-policy.ts';
import type { TerminalClient } from './testing/demo-gateway.ts';
import { type LeakBed, startLeakBed } from './testing/leak-bed.ts';
import { tokenIdentity } from './testing/test-logins.ts';

const playground = { namespace: 'default', pod: 'playground', container: 'shell' };
const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'developers', namespace: 'default' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
  subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'dev' }],
};
const quick = { accessCheckMs: 600, graceMs: 5_000 };
let demo: DemoCluster;

before(async () => {
  demo = await startDemoCluster();
  await using bed = await startLeakBed(demo);
  const isRunning = async () =>
    (await bed.cluster.pods('default', AbortSignal.timeout(5_000))).some(
      ({ name, status }) => name === playground.pod && status === 'Running',
    );
  while (!(await isRunning())) await sleep(50);
});
after(() => demo.close());

/** Gives somebody a role with these rules in a namespace. */
async function grant(
  bed: LeakBed,
  { user, namespace }: { readonly user: string; readonly namespace: string },
  rules: readonly object[],
): Promise<void> {
  const { client } = bed.cluster;
  const { apiVersion } = binding;
  const metadata = { name: `of-${user}`, namespace };
  const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  await client.post(`${path}/roles`, { apiVersion, kind: 'Role', metadata, rules });
  const roleRef = { ...binding.roleRef, kind: 'Role', name: metadata.name };
  const subjects = [{ ...binding.subjects[0], name: user }];
  await client.post(`${path}/rolebindings`, { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects });
}

/** Takes dev's rights in the playground's namespace; the returned function gives them back. */
async function takeRights(bed: LeakBed): Promise<() => Promise<unknown>> {
  await bed.cluster.client.delete(`${bindings}/developers`);
  return () => bed.cluster.client.post(bindings, binding);
}

function sessionOf(client: TerminalClient): string {
  return client.find('attached')?.session ?? '';
}

const gone = { type: 'ended', reason: 'permission-gone' };

describe('a session ends, and what it started, when its user', () => {
  test('loses the right in Kubernetes: the gateway ends what the user no longer may', async () => {
    await using bed = await startLeakBed(demo, { limits: quick });
    const login = bed.logins.add('dev', tokenIdentity(demo.users.dev));
    const client = await bed.shell(playground, { login });
    await sleep(800);
    assert.equal(client.find('exit'), undefined, 'it lives while they may');
    const giveBack = await takeRights(bed);
    await client.closed;
    assert.deepEqual(client.find('exit')?.outcome, gone);
    await bed.untilOver();
    await giveBack();
    const [ended] = bed.events('session.ended');
    assert.deepEqual([ended?.cause, ended?.status?.reason], ['permission-gone', 'denied']);
    assert.match(ended?.status?.message ?? '', /no permission to get and create pods\/exec/);
    const reap = bed.events('session.reaped').at(-1)?.reap;
    assert.partialDeepStrictEqual(reap, { result: 'reaped', asGateway: true });
  });

  test('logs out', async () => {
    await using bed = await startLeakBed(demo);
    const login = bed.logins.add('ada');
    await bed.shell(playground, { login });
    login.end('logged-out');
    await bed.untilOver();
    const [ended] = bed.events('session.ended');
    assert.deepEqual([ended?.cause, ended?.status?.reason], ['permission-gone', 'login-ended']);
    assert.partialDeepStrictEqual(bed.events('session.reaped').at(-1)?.reap, { result: 'reaped' });
  });

  test('has a login that expired, and no newer one comes in time', async () => {
    await using bed = await startLeakBed(demo, { limits: quick });
    const login = bed.logins.add('ada');
    await bed.shell(playground, { login });
    login.end('expired');
    await bed.untilOver();
    assert.equal(bed.events('session.ended')[0]?.cause, 'permission-gone');
  });

  test('has to show again who they are, and is there but can not', async () => {
    await using bed = await startLeakBed(demo, { limits: quick });
    const login = bed.logins.add('ada', undefined, 400);
    const client = await bed.shell(playground, { login });
    assert.equal(await client.closed, 4501);
    const back = bed.resume(sessionOf(client), login);
    assert.equal(await back.closed, 4501);
    assert.equal(bed.events('session.ended').length, 0, 'who comes back keeps it');
    await bed.untilOver();
    const [ended] = bed.events('session.ended');
    assert.deepEqual([ended?.cause, ended?.status?.reason], ['permission-gone', 'login-ended']);
    assert.partialDeepStrictEqual(bed.events('session.reaped').at(-1)?.reap, { result: 'reaped' });
  });

  test('is denied by a policy that has changed', async () => {
    let verdict: SessionVerdict = { type: 'allowed' };
    await using bed = await startLeakBed(demo, { limits: quick, policy: () => verdict });
    const client = await bed.shell(playground);
    verdict = { type: 'denied', refusal: { code: 'forbidden', message: 'Not any more.' } };
    await client.closed;
    assert.deepEqual(client.find('exit')?.outcome, gone);
    await bed.untilOver();
    assert.equal(bed.events('session.ended')[0]?.status?.reason, 'policy');
  });

  test('has a token that is not known any more', async () => {
    await using bed = await startLeakBed(demo, { limits: quick });
    const pods = await bed.cluster.pods('payments', AbortSignal.timeout(5_000));
    const pod = pods.find(({ status }) => status === 'Running');
    assert.ok(pod);
    const login = bed.logins.add('accountant', tokenIdentity(demo.users['no-namespaces']));
    const place = { namespace: 'payments', pod: pod.name, container: pod.defaultContainer };
    const client = await bed.shell(place, { login });
    demo.revokeToken('no-namespaces');
    await client.closed;
    assert.deepEqual(client.find('exit')?.outcome, gone);
    await bed.untilOver();
    assert.equal(bed.events('session.ended')[0]?.status?.reason, 'unauthenticated');
  });
});

test('who is asleep when they have to show again who they are has their shell when they wake', async () => {
  await using bed = await startLeakBed(demo, { limits: quick });
  const login = bed.logins.add('ada', undefined, 400);
  const client = await bed.shell(playground, { login });
  client.socket.terminate();
  await sleep(1_000);
  const back = bed.resume(sessionOf(client), login);
  await back.until(() => back.find('attached') !== undefined);
  back.send({ type: 'end' });
  await bed.untilOver();
});

test('who comes back without the right gets nothing but the reason; with it again, the shell', async () => {
  await using bed = await startLeakBed(demo, { limits: { graceMs: 5_000 } });
  const login = bed.logins.add('dev', tokenIdentity(demo.users.dev));
  const client = await bed.shell(playground, { login });
  const session = sessionOf(client);
  client.socket.terminate();
  const giveBack = await takeRights(bed);
  const denied = bed.resume(session, login);
  await denied.closed;
  await giveBack();
  assert.equal(denied.find('refused')?.refusal.code, 'forbidden');
  assert.deepEqual([denied.text, denied.messages.length], ['', 1]);
  const told = bed.resume(session, login);
  await told.until(() => told.find('exit') !== undefined);
  assert.deepEqual(told.find('exit')?.outcome, gone);
  await told.closed;
  await bed.untilOver();
});

test('a newer login of the same user keeps the shell, and ends it', async () => {
  await using bed = await startLeakBed(demo, { limits: quick });
  const old = bed.logins.add('ada');
  const client = await bed.shell(playground, { login: old });
  const session = sessionOf(client);
  old.end('expired');
  const login = bed.logins.add('ada', tokenIdentity(demo.users.dev));
  const back = bed.resume(session, login);
  await back.until(() => back.text.includes('re1ady'));
  await sleep(900);
  back.type('echo still $((40+2))\r');
  await back.until(() => back.text.includes('still 42'));
  login.end('revoked');
  await bed.untilOver();
  assert.equal(bed.events('session.ended')[0]?.status?.reason, 'login-ended');
});

test('an API server that is away ends nobody', async () => {
  await using bed = await startLeakBed(demo, { limits: quick });
  const { cluster } = bed;
  const client = await bed.shell(playground);
  const original = cluster.checkAccess.bind(cluster);
  let asked = 0;
  cluster.checkAccess = async () => {
    asked += 1;
    return { type: 'unclear', refusal: { code: 'cluster-unreachable', message: 'away' } };
  };
  while (asked < 4) await sleep(20);
  cluster.checkAccess = original;
  client.type('echo still $((40+2))\r');
  await client.until(() => client.text.includes('still 42'));
  client.send({ type: 'end' });
  await bed.untilOver();
});

test('nobody sees, joins, takes or ends the session of somebody else', async () => {
  await using bed = await startLeakBed(demo, { limits: { graceMs: 5_000 } });
  const [ada, eve] = [bed.logins.add('ada'), bed.logins.add('eve')];
  const client = await bed.shell(playground, { login: ada });
  const session = sessionOf(client);
  const joined = bed.resume(session, eve);
  assert.equal(await joined.closed, 4404);
  const size = { cols: 80, rows: 24 };
  const target = { ...playground, context: demo.context };
  const ids = { session, client: 'client-of-eve-0123456789' };
  const opened = bed.connect({ type: 'open', ...ids, target, size, command: [] }, { login: eve });
  await opened.closed;
  assert.equal(opened.find('refused')?.refusal.code, 'session-not-found');
  const listed = await (await bed.request('/sessions', { login: eve })).json();
  assert.deepEqual(listed, { sessions: [] });
  const ended = await bed.request(`/sessions/${session}`, { login: eve, method: 'DELETE' });
  assert.equal(ended.status, 404);
  for (const other of [joined, opened]) {
    assert.equal(other.text, '');
    assert.equal(other.find('attached'), undefined);
  }
  client.type('echo still $((40+2))\r');
  await client.until(() => client.text.includes('still 42'));
  const own = (await (await bed.request('/sessions', { login: ada })).json()) as { sessions: object[] };
  assert.equal(own.sessions.length, 1);
  client.send({ type: 'end' });
  await bed.untilOver();
});

test('who may open one pod by its name has a shell there, which stays, and none beside it', async () => {
  await using bed = await startLeakBed(demo, { limits: quick });
  const [named, other] = [
    { namespace: 'shop', pod: 'db-0', container: 'postgres' },
    { namespace: 'shop', pod: 'cache-0', container: 'redis' },
  ];
  await grant(bed, { user: 'guest', namespace: 'shop' }, [
    { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods/exec'], resourceNames: [named.pod], verbs: ['get', 'create'] },
  ]);
  const login = bed.logins.add('guest', { type: 'impersonated', user: 'guest', groups: [], extra: {} });
  const client = await bed.shell(named, { login });
  const refused = bed.open(other, { login });
  await refused.closed;
  const outcome = JSON.stringify(refused.messages);
  assert.match(outcome, /"code":"forbidden"/);
  assert.match(outcome, /no permission to get and create pods\/exec in the namespace shop/);
  await sleep(1_300);
  client.type('echo still $((40+2))\r');
  await client.until(() => client.text.includes('still 42'));
  client.send({ type: 'end' });
  await bed.untilOver();
});

test('a token that is rotated keeps the shell, though the one that it was opened with is good no more', async () => {
  await using bed = await startLeakBed(demo, { limits: quick });
  await grant(bed, { user: 'viewer', namespace: 'default' }, [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] },
  ]);
  let token = demo.users.viewer;
  const identity = { ...tokenIdentity('the login'), token: async () => token };
  const client = await bed.shell(playground, { login: bed.logins.add('rotating', identity) });
  token = demo.users.admin;
  demo.revokeToken('viewer');
  await sleep(1_500);
  client.type('echo still $((40+2))\r');
  await client.until(() => client.text.includes('still 42'));
  token = demo.users.expired;
  await client.closed;
  assert.deepEqual(client.find('exit')?.outcome, gone, 'it is the new token that is asked with');
  await bed.untilOver();
});
