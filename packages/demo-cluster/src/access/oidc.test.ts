import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { send } from '../apiserver/test-client.ts';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { OidcTokens } from './oidc.ts';

const [known, later, foreign] = await Promise.all([newKey('first'), newKey('later'), newKey('first')]);
let published = [known];
let isAway = true;

const provider = createServer((request, response) => {
  if (isAway) response.statusCode = 503;
  const keys = { keys: published.map(({ jwk }) => jwk) };
  const discovery = { issuer, jwks_uri: `${issuer}/keys` };
  response.end(JSON.stringify(request.url === '/keys' ? keys : discovery));
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');
const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
const oidc = { issuer, clientId: 'podbay', groupsClaim: 'groups', groupsPrefix: 'team:' };
const cluster = await startDemoCluster({ runtime: new ScriptedRuntime(), oidc });

after(async () => {
  await cluster.close();
  provider.close();
  provider.closeAllConnections();
});

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

const nowSeconds = Math.floor(Date.now() / 1000);
const good = { iss: issuer, aud: 'podbay', sub: 'ann', exp: nowSeconds + 60, groups: ['ops'] };

function sign(claims: Readonly<Record<string, unknown>>, { kid, privateKey } = known): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
}

async function whoIs(token: string) {
  const answer = await send(cluster, '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    method: 'POST',
    as: 'anonymous',
    headers: { authorization: `Bearer ${token}` },
    body: {},
  });
  const { status, message } = answer.json as { status: { userInfo?: object }; message?: string };
  return answer.code === 201 ? status.userInfo : `${answer.code} ${message}`;
}

test('an issuer that is away makes no token good, and is asked again', async () => {
  assert.equal(await whoIs(await sign(good)), '401 Unauthorized');
  isAway = false;
  assert.deepEqual(await whoIs(await sign(good)), {
    username: `${issuer}#ann`,
    groups: ['team:ops', 'system:authenticated'],
  });
});

const refused: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['is too old', { exp: nowSeconds - 1 }],
  ['never gets too old', { exp: undefined }],
  ['is for another client', { aud: 'other' }],
  ['is of another issuer', { iss: 'https://elsewhere' }],
  ['names nobody', { sub: undefined }],
  ['has groups that are none', { groups: [1] }],
];

for (const [what, claims] of refused) {
  test(`a token that ${what} is refused`, async () => {
    assert.equal(await whoIs(await sign({ ...good, ...claims })), '401 Unauthorized');
  });
}

test('a signature with another key is refused; a key that the issuer publishes later counts at once', async () => {
  assert.equal(await whoIs(await sign(good, foreign)), '401 Unauthorized');
  assert.equal(await whoIs(await sign(good, later)), '401 Unauthorized');
  published = [known, later];
  assert.notEqual(await whoIs(await sign(good, later)), '401 Unauthorized');
});

test('what its users may do, bindings say', async () => {
  const headers = { authorization: `Bearer ${await sign(good)}` };
  const list = () => send(cluster, '/api/v1/namespaces/shop/pods', { as: 'anonymous', headers });
  const { json } = await list();
  assert.equal(
    (json as { message: string }).message,
    `pods is forbidden: User "${issuer}#ann" cannot list resource "pods" in API group "" in the namespace "shop"`,
  );
  const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings';
  const body = {
    metadata: { name: 'ops' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'Group', name: 'team:ops' }],
  };
  assert.equal((await send(cluster, bindings, { method: 'POST', body })).code, 201);
  assert.equal((await list()).code, 200);
  assert.equal((await send(cluster, `${bindings}/ops`, { method: 'DELETE' })).code, 200);
  assert.equal((await list()).code, 403);
});

const nameTable: readonly [string, object, Readonly<Record<string, unknown>>, string | undefined][] = [
  ['a prefix', { usernamePrefix: 'oidc:' }, {}, 'oidc:ann'],
  ['no prefix', { usernamePrefix: '-' }, {}, 'ann'],
  ['another claim', { usernameClaim: 'nick' }, { nick: 'annie' }, `${issuer}#annie`],
  ['an address', { usernameClaim: 'email' }, { email: 'a@b.c' }, 'a@b.c'],
  [
    'an address that is not proven',
    { usernameClaim: 'email' },
    { email: 'a@b.c', email_verified: false },
    undefined,
  ],
];

for (const [what, options, claims, name] of nameTable) {
  test(`the name: ${what}`, async () => {
    const tokens = new OidcTokens({ issuer, clientId: 'podbay', ...options });
    assert.equal((await tokens.authenticate(await sign({ ...good, ...claims }), new Date()))?.name, name);
  });
}

test('options that make no sense are refused', () => {
  assert.throws(
    () => new OidcTokens({ issuer: 'example', clientId: 'a' }),
    /oidc.issuer must be a URL, got example/,
  );
});
