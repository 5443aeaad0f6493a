import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { RefusalError } from '../errors.ts';
import { CredentialStore } from './credentials.ts';
import { type ClusterEntry, parseKubeconfig, type UserEntry } from './kubeconfig-file.ts';

let directory = '';
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'credentials-'));
});
after(() => rm(directory, { recursive: true }));

function parse(user: object): { user: UserEntry; cluster: ClusterEntry } {
  const server = 'https://cluster.test';
  const content = JSON.stringify({
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user }],
  });
  const { users, clusters } = parseKubeconfig(content, 'test', directory);
  return { user: users.get('u') as UserEntry, cluster: clusters.get('c') as ClusterEntry };
}

interface PluginOptions {
  readonly expiresInMs?: number;
  readonly exec?: object;
}

let plugins = 0;

/** A credential plugin that counts its calls, and answers with their number as the token. */
async function writePlugin(body: string, { exec = {} }: PluginOptions = {}) {
  plugins += 1;
  const path = join(directory, `plugin-${plugins}`);
  const calls = `${path}.calls`;
  await writeFile(path, `#!/bin/sh\necho call >> ${calls}\nn=$(wc -l < ${calls})\n${body}\n`);
  await chmod(path, 0o755);
  const countCalls = async () => (await readFile(calls, 'utf8')).split('\n').length - 1;
  return {
    ...parse({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command: path, ...exec } }),
    countCalls,
  };
}

function print(expiresInMs?: number): string {
  const expiry =
    expiresInMs === undefined
      ? ''
      : `,"expirationTimestamp":"${new Date(Date.now() + expiresInMs).toISOString()}"`;
  return `echo '{"status":{"token":"'$n'"${expiry}}}' | tr -d ' '`;
}

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('expected a refusal'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RefusalError, String(error));
  assert.equal(error.refusal.code, 'cluster-credentials');
  return error.message;
}

describe('CredentialStore', () => {
  test('basic login, token and certificate files that are read again', async () => {
    const basic = parse({ username: 'a', password: 'b' });
    const { headers } = await new CredentialStore(basic.user, basic.cluster).get();
    assert.deepEqual(headers, { Authorization: `Basic ${btoa('a:b')}` });
    const files = parse({ tokenFile: 'token', 'client-certificate': 'cert', 'client-key-data': btoa('key') });
    const store = new CredentialStore(files.user, files.cluster);
    assert.match(await messageOf(store.get()), /The kubeconfig's token can't be read: .*ENOENT/);
    for (const token of ['one', 'two']) {
      await writeFile(join(directory, 'token'), `${token}\n`);
      await writeFile(join(directory, 'cert'), `${token} cert`);
      const credentials = await store.get();
      assert.equal(credentials.headers.Authorization, `Bearer ${token}`);
      assert.equal(String(credentials.cert), `${token} cert`);
      assert.equal(String(credentials.key), 'key');
    }
  });

  test('asks a plugin once for all who wait, and keeps its answer', async () => {
    const { user, cluster, countCalls } = await writePlugin(print(600_000));
    const store = new CredentialStore(user, cluster);
    const all = await Promise.all([store.get(), store.get(), store.get()]);
    assert.deepEqual(
      all.map(({ headers }) => headers.Authorization),
      Array(3).fill('Bearer 1'),
    );
    await store.get();
    assert.equal(await countCalls(), 1);
  });

  test('asks again a minute before it expires, and after a 401', async () => {
    const { user, cluster } = await writePlugin(print(50_000));
    const store = new CredentialStore(user, cluster);
    assert.equal((await store.get()).headers.Authorization, 'Bearer 1');
    assert.equal((await store.get()).headers.Authorization, 'Bearer 2');
    const forever = await writePlugin(print());
    const kept = new CredentialStore(forever.user, forever.cluster);
    await kept.get();
    assert.equal((await kept.get()).headers.Authorization, 'Bearer 1');
    kept.drop();
    assert.equal((await kept.get()).headers.Authorization, 'Bearer 2');
  });

  test('tells the plugin what it is asked for, and passes certificates on', async () => {
    const body = `echo "$KUBERNETES_EXEC_INFO $A" > ${directory}/info\necho '{"status":{"clientCertificateData":"C","clientKeyData":"K"}}'`;
    const exec = { env: [{ name: 'A', value: 'b' }], provideClusterInfo: true };
    const { user, cluster } = await writePlugin(body, { exec });
    const { cert, key } = await new CredentialStore(user, cluster).get();
    assert.deepEqual([cert, key], ['C', 'K']);
    const [info = '', env] = (await readFile(join(directory, 'info'), 'utf8')).trim().split(' ');
    assert.equal(env, 'b');
    assert.deepEqual(JSON.parse(info), {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://cluster.test' } },
    });
  });

  const failures: readonly (readonly [string, string, RegExp])[] = [
    ['fails', 'echo "log in first" >&2; exit 3', /plugin-\d+ failed \(exit code 3\): log in first/],
    ['prints no credential', 'echo hello', /printed no credential/],
    ['prints an empty one', `echo '{"status":{}}'`, /printed no credential/],
    ['hangs', 'exec sleep 60', /did not answer within 0\.5 seconds/],
  ];
  for (const [name, body, message] of failures) {
    test(`a plugin that ${name}`, async () => {
      const { user, cluster } = await writePlugin(body);
      const store = new CredentialStore(user, cluster, { pluginTimeoutMs: 500 });
      assert.match(await messageOf(store.get()), message);
    });
  }

  test('a plugin that is not installed, or needs a terminal', async () => {
    const exec = { apiVersion: 'v1', command: 'no-such-plugin', installHint: 'Install it.' };
    const { user, cluster } = parse({ exec });
    await assert.rejects(new CredentialStore(user, cluster).get(), {
      refusal: {
        code: 'cluster-credentials',
        message: "The credential plugin no-such-plugin can't be run: there is no such program.",
        hint: 'Install it.',
      },
    });
    const asks = parse({ exec: { ...exec, interactiveMode: 'Always' } });
    assert.match(await messageOf(new CredentialStore(asks.user, asks.cluster).get()), /needs a terminal/);
  });

  test('closing ends a plugin that runs', async () => {
    const { user, cluster } = await writePlugin('exec sleep 60');
    const store = new CredentialStore(user, cluster);
    const pending = store.get();
    store.close();
    await messageOf(pending);
  });

  test('an auth provider is asked by the library', async () => {
    const payload = btoa(JSON.stringify({ exp: 4_000_000_000 })).replaceAll('=', '');
    const token = `${btoa('{}')}.${payload}.sign`;
    const { user, cluster } = parse({ 'auth-provider': { name: 'oidc', config: { 'id-token': token } } });
    const { headers } = await new CredentialStore(user, cluster).get();
    assert.equal(headers.Authorization, `Bearer ${token}`);
  });
});
