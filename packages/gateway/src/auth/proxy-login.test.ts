import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProxyLogin, type ProxyLoginOptions } from './proxy-login.ts';
import { sender } from './testing/sender.ts';

const options: ProxyLoginOptions = {
  from: ['10.0.0.0/8'],
  proof: { type: 'secret', header: 'x-podbay-secret', secret: 'open sesame' },
  userHeader: 'x-forwarded-user',
  groupsHeader: 'x-forwarded-groups',
  groupsSeparator: ',',
  prefixes: { username: '', groups: '' },
  record: () => {},
};

const headers = {
  'X-Forwarded-User': 'ada',
  'X-Forwarded-Groups': 'dev, ops',
  'X-Podbay-Secret': 'open sesame',
};

test('the proxy says who somebody is, and they are impersonated', async () => {
  const login = await new ProxyLogin(options).authenticate(sender(headers, '10.1.2.3'));
  assert.deepEqual(login?.user.identity, {
    type: 'impersonated',
    user: 'ada',
    groups: ['dev', 'ops'],
    extra: {},
  });
  assert.equal(login?.user.id, 'proxy:ada');
  assert.equal(login?.proof, 'ambient');
  assert.equal(login.proofMs, 42_000);
  const for5Minutes = new ProxyLogin({ ...options, recheckMs: 300_000 });
  assert.equal((await for5Minutes.authenticate(sender(headers, '10.1.2.3')))?.proofMs, 300_000);
  const forEver = new ProxyLogin({ ...options, recheckMs: 0 });
  assert.equal((await forEver.authenticate(sender(headers, '10.1.2.3')))?.proofMs, undefined);
  assert.equal(await new ProxyLogin(options).authenticate(sender({}, '10.1.2.3')), undefined);
});

test('nobody else is believed, and they are told so', async () => {
  const proxy = new ProxyLogin(options);
  const { 'X-Podbay-Secret': _, ...withoutSecret } = headers;
  const cases: readonly (readonly [Record<string, string | readonly string[]>, peer: string, RegExp])[] = [
    [headers, '192.0.2.1', /192\.0\.2\.1 is not its address/],
    [headers, '', /this address is not its address/],
    [withoutSecret, '10.1.2.3', /secret/],
    [{ ...headers, 'X-Podbay-Secret': 'open sesame!' }, '10.1.2.3', /secret/],
    [{ ...headers, 'X-Podbay-Secret': '' }, '10.1.2.3', /secret/],
    [{ ...headers, 'X-Podbay-Secret': ['open sesame', 'x'] }, '10.1.2.3', /secret/],
    [{ ...headers, 'X-Forwarded-User': ['eve', 'ada'] }, '10.1.2.3', /more than once/],
    [{ ...headers, 'X-Forwarded-For': '10.1.2.3' }, '192.0.2.1', /not its address/],
    [{ 'X-Forwarded-Groups': 'admins' }, '192.0.2.1', /not its address/],
    [{ ...headers, 'X-Forwarded-User': 'system:admin' }, '10.1.2.3', /Nobody can be logged in as/],
  ];
  for (const [sent, peer, message] of cases)
    await assert.rejects(
      proxy.authenticate(sender(sent, peer)),
      { name: 'RefusalError', message },
      JSON.stringify(sent),
    );
});

test('a client certificate instead of the secret', async () => {
  const proxy = new ProxyLogin({ ...options, proof: { type: 'certificate' } });
  const known = { ...sender(headers, '10.1.2.3'), certificate: ['CN=ingress', 'DNS:ingress.example'] };
  assert.equal((await proxy.authenticate(known))?.user.name, 'ada');
  await assert.rejects(proxy.authenticate({ ...known, certificate: undefined }), /client certificate/);
  await assert.rejects(proxy.authenticate({ ...known, peer: '192.0.2.1' }), /not its address/);
});

test('of the authority’s certificates, only the proxy’s where it is named', async () => {
  const known = { ...sender(headers, '10.1.2.3'), certificate: ['CN=ingress', 'DNS:ingress.example'] };
  for (const names of [['DNS:ingress.example'], ['CN=other', 'CN=ingress']]) {
    const proxy = new ProxyLogin({ ...options, proof: { type: 'certificate', names } });
    assert.equal((await proxy.authenticate(known))?.user.name, 'ada');
  }
  for (const names of [['CN=ingress.example'], ['DNS:example'], ['ingress'], []]) {
    const proxy = new ProxyLogin({ ...options, proof: { type: 'certificate', names } });
    await assert.rejects(proxy.authenticate(known), /client certificate/, names.join());
  }
});

test('groups of Kubernetes’ own are nobody’s; names may have any letters', async () => {
  const proxy = new ProxyLogin({ ...options, prefixes: { username: 'sso:', groups: '' } });
  const latin1 = Buffer.from('王小明').toString('latin1');
  const sent = { ...headers, 'X-Forwarded-User': latin1, 'X-Forwarded-Groups': 'system:masters,dev,,dev' };
  const login = await proxy.authenticate(sender(sent, '10.1.2.3'));
  assert.equal(login?.user.name, 'sso:王小明');
  assert.deepEqual(login?.user.groups, ['dev']);
});
