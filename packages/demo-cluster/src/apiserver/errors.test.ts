import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { send, type TestRequest } from './test-client.ts';

const cluster = await startDemoCluster({ runtime: new ScriptedRuntime() });
after(() => cluster.close());

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'v5.channel.k8s.io',
};

const pods = '/api/v1/namespaces/shop/pods';
const exec = '/exec?command=sh&stdout=true';
const { json: list } = await send(cluster, pods);
const names = (list as { items: { metadata: { name: string } }[] }).items.map(
  ({ metadata }) => metadata.name,
);
const podOf = (app: string) => names.find(name => name.startsWith(`${app}-`)) ?? '';

/** What it is, the path, how it is asked, and the status, reason and message that come. */
const table: readonly [string, string, TestRequest, [number, string, string]][] = [
  ['expired token', pods, { as: 'expired' }, [401, 'Unauthorized', 'Unauthorized']],
  [
    'unknown token',
    pods,
    { headers: { authorization: 'Bearer nonsense' } },
    [401, 'Unauthorized', 'Unauthorized'],
  ],
  [
    'no token',
    pods,
    { as: 'anonymous' },
    [
      403,
      'Forbidden',
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "shop"',
    ],
  ],
  [
    'list in the cluster',
    '/api/v1/pods',
    { as: 'dev' },
    [
      403,
      'Forbidden',
      'pods is forbidden: User "dev" cannot list resource "pods" in API group "" at the cluster scope',
    ],
  ],
  [
    'list of namespaces',
    '/api/v1/namespaces',
    { as: 'no-namespaces' },
    [
      403,
      'Forbidden',
      'namespaces is forbidden: User "no-namespaces" cannot list resource "namespaces" in API group "" at the cluster scope',
    ],
  ],
  [
    'a resource of a group',
    '/apis/apps/v1/namespaces/monitoring/deployments/web',
    { as: 'dev', method: 'DELETE' },
    [
      403,
      'Forbidden',
      'deployments.apps "web" is forbidden: User "dev" cannot delete resource "deployments" in API group "apps" in the namespace "monitoring"',
    ],
  ],
  [
    'a path',
    '/metrics',
    { as: 'dev' },
    [403, 'Forbidden', 'forbidden: User "dev" cannot get path "/metrics"'],
  ],
  [
    'exec without get',
    `${pods}/db-0${exec}`,
    { as: 'viewer', headers: upgrade },
    [
      403,
      'Forbidden',
      'pods "db-0" is forbidden: User "viewer" cannot get resource "pods/exec" in API group "" in the namespace "shop"',
    ],
  ],
  [
    'exec with get but without create',
    `${pods}/db-0${exec}`,
    { as: 'get-only', headers: upgrade },
    [403, 'Forbidden', 'pods "db-0" is forbidden: '],
  ],
  [
    'attach with get but without create',
    `${pods}/db-0/attach?stdout=true`,
    { as: 'get-only', headers: upgrade },
    [403, 'Forbidden', 'pods "db-0" is forbidden: '],
  ],
  ['pod not found', `${pods}/nobody`, {}, [404, 'NotFound', 'pods "nobody" not found']],
  [
    'exec: pod not found',
    `${pods}/nobody${exec}`,
    { headers: upgrade },
    [404, 'NotFound', 'pods "nobody" not found'],
  ],
  [
    'exec: container not in the spec',
    `${pods}/db-0${exec}&container=x`,
    { headers: upgrade },
    [400, 'BadRequest', 'container x is not valid for pod db-0'],
  ],
  [
    'exec: none named of several',
    `${pods}/${podOf('api')}${exec}`,
    { headers: upgrade },
    [
      400,
      'BadRequest',
      `a container name must be specified for pod ${podOf('api')}, choose one of: [migrate api log-shipper]`,
    ],
  ],
  [
    'exec: unscheduled pod',
    `${pods}/${podOf('recommendations')}${exec}`,
    { headers: upgrade },
    [400, 'BadRequest', `pod ${podOf('recommendations')} does not have a host assigned`],
  ],
  ['exec: no upgrade', `${pods}/db-0${exec}`, {}, [400, 'BadRequest', 'Upgrade request required']],
  [
    'log: container not in the spec',
    `${pods}/db-0/log?container=x`,
    {},
    [400, 'BadRequest', 'container x is not valid for pod db-0'],
  ],
  [
    'log: nothing before',
    `${pods}/db-0/log?previous=true`,
    {},
    [400, 'BadRequest', 'previous terminated container "postgres" in pod "db-0" not found'],
  ],
  [
    'unknown namespace',
    '/api/v1/namespaces/nowhere/pods',
    { method: 'POST', body: { metadata: { name: 'a' } } },
    [404, 'NotFound', 'namespaces "nowhere" not found'],
  ],
  [
    'name taken',
    pods,
    {
      method: 'POST',
      body: { metadata: { name: 'db-0' }, spec: { containers: [{ name: 'a', image: 'b' }] } },
    },
    [409, 'AlreadyExists', 'pods "db-0" already exists'],
  ],
  [
    'pod without containers',
    pods,
    { method: 'POST', body: { metadata: { name: 'a' }, spec: {} } },
    [422, 'Invalid', 'Pod "a" is invalid: spec.containers: Required value'],
  ],
  [
    'resource version to come',
    `${pods}?resourceVersion=99999999`,
    {},
    [504, 'Timeout', 'Timeout: Too large resource version: 99999999, current: '],
  ],
  [
    'unknown field',
    `${pods}?fieldSelector=spec.colour%3Dred`,
    {},
    [400, 'BadRequest', 'field label not supported: spec.colour'],
  ],
  [
    'method on a review',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {},
    [405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  ],
  [
    'media type',
    pods,
    { headers: { accept: 'text/html' } },
    [406, 'NotAcceptable', 'only the following media types are accepted: application/json'],
  ],
];

for (const [name, path, options, [code, reason, message]] of table) {
  test(`${name} → ${code}`, async () => {
    const answer = await send(cluster, path, options);
    const status = answer.json as { message: string };
    assert.equal(answer.code, code, answer.text);
    assert.equal(answer.headers['content-type'], 'application/json');
    const shown = message.endsWith('current: ') ? status.message.replace(/\d+$/, '') : status.message;
    assert.equal(shown, message);
    const { details: _, ...rest } = answer.json as { details?: unknown };
    assert.deepEqual(
      { ...rest, message },
      { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
    );
  });
}

test('details name what is meant', async () => {
  const { json } = await send(cluster, `${pods}/nobody`);
  assert.deepEqual((json as { details: unknown }).details, { name: 'nobody', kind: 'pods' });
  const grouped = await send(cluster, '/apis/apps/v1/namespaces/shop/deployments/nobody');
  assert.deepEqual((grouped.json as { details: unknown }).details, {
    name: 'nobody',
    group: 'apps',
    kind: 'deployments',
  });
});

const textTable: readonly [string, string, TestRequest, [number, string]][] = [
  ['unknown path', '/nonsense', {}, [404, '404 page not found\n']],
  ['unknown resource', '/api/v1/namespaces/shop/unicorns', {}, [404, '404 page not found\n']],
  ['unknown group', '/apis/example.com/v1/things', {}, [404, '404 page not found\n']],
  ['POST and WebSocket', `${pods}/db-0${exec}`, { method: 'POST', headers: upgrade }, [405, 'bad method']],
];

for (const [name, path, options, [code, text]] of textTable) {
  test(`${name} → ${code}`, async () => {
    const answer = await send(cluster, path, options);
    assert.deepEqual([answer.code, answer.text], [code, text]);
  });
}

test('a name in the path stays a name', async () => {
  const answer = await send(cluster, `${pods}/${encodeURIComponent('../../x?')}/exec?command=a`, {
    headers: upgrade,
  });
  assert.equal((answer.json as { message: string }).message, 'pods "../../x?" not found');
});

test('a log of an unscheduled pod is empty, of a lost node an error', async () => {
  assert.equal((await send(cluster, `${pods}/${podOf('recommendations')}/log`)).code, 204);
  const field = 'fieldSelector=spec.nodeName%3Dfra1-worker-3';
  const { json: lost } = await send(cluster, `/api/v1/namespaces/kube-system/pods?${field}`);
  const name = (lost as { items: { metadata: { name: string } }[] }).items[0]?.metadata.name;
  const answer = await send(cluster, `/api/v1/namespaces/kube-system/pods/${name}/log`);
  assert.equal(answer.code, 500);
  assert.match(
    (answer.json as { message: string }).message,
    /^Get "https:\/\/10\.20\.0\.23:10250\/.*connect: no route to host$/,
  );
});
