import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gatewayIdentity } from '../identity.ts';
import { loadClusters } from './clusters.ts';
import { ConfigError } from './config-error.ts';
import { loadInCluster } from './in-cluster.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import { parseKubeconfig } from './kubeconfig-file.ts';

let directory = '';
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});
after(() => rm(directory, { recursive: true }));

async function write(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

function config(context: string, extra = ''): string {
  return `
clusters: [{ name: c, cluster: { server: "https://${context}:6443" } }]
contexts: [{ name: ${context}, context: { cluster: c, user: u } }]
users: [{ name: u, user: { token: ${context} } }]
${extra}`;
}

describe('loadKubeconfig', () => {
  test('merges the files of $KUBECONFIG: the first that defines something wins, missing ones are passed over', async () => {
    const first = await write('first', config('one'));
    const second = await write('second', config('two', 'current-context: two'));
    const KUBECONFIG = [first, join(directory, 'missing'), second].join(delimiter);
    const merged = await loadKubeconfig({ type: 'default' }, { env: { KUBECONFIG }, home: '/nonexistent' });
    assert.deepEqual([...merged.contexts.keys()], ['one', 'two']);
    assert.equal(merged.clusters.get('c')?.server, 'https://one:6443');
    assert.equal(merged.currentContext, 'two');
  });

  const broken: readonly (readonly [name: string, content: string, message: RegExp])[] = [
    ['YAML', 'clusters: [\n  {', /broken: not valid YAML: .* at line 2/],
    ['a text', 'hello', /broken: not a kubeconfig: expected a mapping/],
    ['a list', '- a', /broken: not a kubeconfig: expected a mapping/],
    [
      'a field of a wrong type',
      'users: [{ name: u, user: { token: [1] } }]',
      /broken: users\.0\.user\.token: /,
    ],
    ['clusters that are no list', 'clusters: { name: c }', /broken: clusters: /],
    ['nothing', '', /broken: no contexts in it/],
    ['no contexts', 'clusters: []\ncontexts: null', /broken: no contexts in it/],
  ];
  for (const [name, content, message] of broken) {
    test(`tells in one line what is wrong: ${name}`, async () => {
      const path = await write('broken', content);
      await assert.rejects(loadKubeconfig({ type: 'file', path }), error => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    });
  }

  test('tells which file can not be read', async () => {
    const missing = join(directory, 'missing');
    await assert.rejects(loadKubeconfig({ type: 'file', path: missing }), {
      code: 'unreadable',
      message: `can't read kubeconfig ${missing}: no such file`,
    });
    await assert.rejects(loadKubeconfig({ type: 'file', path: directory }), {
      message: `can't read kubeconfig ${directory}: it is a directory`,
    });
    const env = { KUBECONFIG: missing };
    await assert.rejects(loadKubeconfig({ type: 'default' }, { env, home: '/' }), {
      message: `no kubeconfig: ${missing} does not exist`,
    });
  });

  test('finds the service account of the pod it runs in', async () => {
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const loaded = await loadKubeconfig({ type: 'default' }, { env, home: '/nonexistent' });
    assert.equal(loaded.clusters.get('in-cluster')?.server, 'https://[fd00::1]:443');
    await write('namespace', 'team\n');
    const inCluster = await loadInCluster(env, directory);
    assert.equal(inCluster.contexts.get('in-cluster')?.namespace, 'team');
    await assert.rejects(loadInCluster({}), ConfigError);
  });
});

describe('parseKubeconfig', () => {
  test('reads what kubectl reads', () => {
    const text = `
clusters:
- name: c
  cluster: { server: "https://a", certificate-authority-data: "${btoa('ca')}", certificate-authority: ignored, tls-server-name: n, proxy-url: "http://p" }
users:
- name: u
  user:
    client-certificate: cert.pem
    client-key: /abs/key.pem
    token: ignored
    tokenFile: token
    as: boss
    as-groups: [a, b]
    exec: { apiVersion: v1, command: ./bin/plugin, args: null, env: [{ name: A, value: b }] }
contexts:
- name: x
  context: { cluster: c, user: u, namespace: "" }
`;
    const { clusters, users, contexts } = parseKubeconfig(text, 'text', '/etc/kube');
    const cluster = clusters.get('c');
    assert.deepEqual(cluster?.ca, { type: 'data', bytes: Buffer.from('ca') });
    assert.equal(cluster?.tlsServerName, 'n');
    const user = users.get('u');
    assert.deepEqual(user?.cert, { type: 'file', path: '/etc/kube/cert.pem' });
    assert.deepEqual(user?.key, { type: 'file', path: '/abs/key.pem' });
    assert.deepEqual(user?.token, { type: 'file', path: '/etc/kube/token' });
    assert.deepEqual(user?.impersonate?.groups, ['a', 'b']);
    assert.equal(user?.exec?.command, '/etc/kube/bin/plugin');
    assert.deepEqual(user?.exec?.env, { A: 'b' });
    assert.equal(contexts.get('x')?.namespace, undefined);
  });
});

describe('Clusters', () => {
  test('joins sources, and knows contexts and the current one', async () => {
    const sources = [
      { kubeconfig: { type: 'content', content: config('one', 'current-context: gone') } },
      { kubeconfig: { type: 'content', content: config('demo', 'current-context: demo') }, demo: true },
    ] as const;
    const clusters = await loadClusters({ sources });
    assert.deepEqual(
      clusters.contexts(gatewayIdentity).map(({ name, namespace, demo }) => [name, namespace, demo]),
      [
        ['one', 'default', false],
        ['demo', 'default', true],
      ],
    );
    assert.equal(clusters.current(gatewayIdentity), 'demo');
    assert.equal(clusters.get('one', gatewayIdentity), clusters.get('one', gatewayIdentity));
    assert.throws(() => clusters.get('two', gatewayIdentity), {
      refusal: {
        code: 'context-not-found',
        message: 'There is no context two.',
        details: { context: 'two' },
      },
    });
    clusters.close();
    await assert.rejects(
      loadClusters({ sources, context: 'x' }),
      /there is no context x; there are: one, demo/,
    );
  });

  test('refuses a context that names what is not there', async () => {
    const content = 'contexts: [{ name: x, context: { cluster: c, user: u } }]';
    const clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'content', content } }] });
    assert.throws(
      () => clusters.get('x', gatewayIdentity),
      /The context x can't be used: the kubeconfig lacks the cluster c/,
    );
  });
});
