import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import {
  attachPath,
  type ErrorBody,
  formatAttachQuery,
  type Me,
  subprotocol,
  type Ticket,
} from '@podbay/protocol';
import { WebSocket } from 'ws';
import { ProxyLogin } from '../auth/proxy-login.ts';
import { createAuthority, type IssuedCertificate } from '../cluster/testing/certificates.ts';
import { ServerCertificate, type ServerCertificateOptions } from './server-certificate.ts';
import { startTestServer } from './testing/test-server.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };
const size = { cols: 80, rows: 24 };
const ids = { session: 'session-0123456789', client: 'client-0123456789' };
const open = formatAttachQuery({ type: 'open', ...ids, target, size, command: [] });
const names = { 'x-forwarded-user': 'ada', 'x-forwarded-groups': 'dev,ops' };

interface Setting extends Pick<ServerCertificateOptions, 'clientAuth'> {
  readonly from?: readonly string[];
  /** Whose certificate it must be. */
  readonly subjects?: readonly string[];
}

/** A gateway with TLS of its own, that believes a proxy by its client certificate. */
async function setUp(
  t: TestContext,
  { from = ['127.0.0.1'], clientAuth = 'optional', subjects }: Setting = {},
) {
  const authority = await createAuthority();
  const dir = await mkdtemp(join(tmpdir(), 'podbay-proxy-'));
  const file = (name: string) => join(dir, name);
  const own = await authority.issue({ name: '127.0.0.1' });
  await writeFile(file('tls.crt'), own.cert);
  await writeFile(file('tls.key'), own.key);
  await writeFile(file('ca.crt'), authority.cert);
  let reloads = 0;
  const tls = new ServerCertificate({
    cert: file('tls.crt'),
    key: file('tls.key'),
    clientCa: file('ca.crt'),
    clientAuth,
    checkMs: 20,
    onError: error => assert.fail(error),
    onReload: () => {
      reloads += 1;
    },
  });
  const proxy = new ProxyLogin({
    from,
    proof: { type: 'certificate', names: subjects },
    userHeader: 'x-forwarded-user',
    groupsHeader: 'x-forwarded-groups',
    groupsSeparator: ',',
    prefixes: { username: '', groups: '' },
    record: () => {},
  });
  const server = await startTestServer({ site: { tls }, logins: [proxy] });
  t.after(async () => {
    await server[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });
  const { host } = server;
  const base = { ca: authority.cert };
  const ask = async (path: string, options: RequestOptions & { body?: object; session?: Buffer } = {}) => {
    const { body, headers, ...rest } = options;
    const all = { ...names, origin: `https://${host}`, ...headers };
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(`https://${host}${path}`, { ...base, agent: false, ...rest, method, headers: all });
    sent.end(body && JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const json: unknown = JSON.parse((await response.toArray()).join(''));
    return { status: response.statusCode, json };
  };
  const upgrade = async (query: string, certificate: Partial<IssuedCertificate>) => {
    const headers = { ...names, origin: `https://${host}` };
    const url = `wss://${host}${attachPath}?${query}`;
    const socket = new WebSocket(url, subprotocol, { ...base, ...certificate, headers });
    socket.on('error', () => {});
    const opened = once(socket, 'open').then(() => 'open');
    const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number);
    try {
      return await Promise.race([opened, refused]);
    } finally {
      socket.terminate();
    }
  };
  const replaceCa = async (cert: string) => {
    const before = reloads;
    await writeFile(file('new.crt'), cert);
    await rename(file('new.crt'), file('ca.crt'));
    while (reloads === before) await sleep(5);
  };
  return { server, authority, ask, upgrade, replaceCa };
}

test('who has the proxy’s certificate is believed, to the terminal', async t => {
  const { server, authority, ask, upgrade } = await setUp(t);
  const proxy = await authority.issue({ name: 'proxy' });
  const { status, json } = await ask('/api/v1/me', proxy);
  assert.equal(status, 200);
  const { user, groups, way } = json as Me;
  assert.deepEqual({ user, groups, way }, { user: 'ada', groups: ['dev', 'ops'], way: 'proxy' });
  assert.equal(await upgrade(open, proxy), 403, 'not without a ticket');
  const { json: issued } = await ask('/api/v1/tickets', { ...proxy, body: { target } });
  assert.equal(await upgrade(`${open}&ticket=${(issued as Ticket).ticket}`, proxy), 'open');
  assert.deepEqual(
    [...server.store].map(session => session.owner),
    ['proxy:ada'],
  );
  assert.equal((await ask('/api/v1/me', { ...proxy, headers: { 'x-forwarded-user': '' } })).status, 401);
});

test('who has none, that of somebody else, or one that is over, is refused', async t => {
  const { server, authority, ask, upgrade } = await setUp(t);
  const stranger = await (await createAuthority()).issue({ name: 'proxy' });
  const old = await authority.issue({ name: 'proxy', days: [-3, -2] });
  for (const certificate of [{}, stranger, old]) {
    const { status, json } = await ask('/api/v1/me', certificate);
    assert.equal(status, 403);
    assert.match((json as ErrorBody).error.message, /must have the proxy's client certificate/);
    assert.equal(await upgrade(open, certificate), 403);
  }
  assert.equal(server.store.size, 0);
});

test('its certificate is of no use from another address', async t => {
  const { authority, ask, upgrade } = await setUp(t, { from: ['192.0.2.0/24'] });
  const proxy = await authority.issue({ name: 'proxy' });
  const { status, json } = await ask('/api/v1/me', {
    ...proxy,
    headers: { 'x-forwarded-for': '192.0.2.1' },
  });
  assert.equal(status, 403);
  assert.match((json as ErrorBody).error.message, /127\.0\.0\.1 is not its address/);
  assert.equal(await upgrade(open, proxy), 403);
});

test('where certificates are required, nobody comes in without one', async t => {
  const { authority, ask } = await setUp(t, { clientAuth: 'require' });
  const stranger = await (await createAuthority()).issue({ name: 'proxy' });
  await assert.rejects(ask('/api/v1/me'));
  await assert.rejects(ask('/api/v1/me', stranger));
  assert.equal((await ask('/api/v1/me', await authority.issue({ name: 'proxy' }))).status, 200);
});

test('an authority that is taken away is believed no more, not even in a resumed TLS session', async t => {
  const { server, authority, ask, replaceCa } = await setUp(t, { subjects: ['CN=proxy'] });
  const proxy = await authority.issue({ name: 'proxy' });
  const [host, port] = server.host.split(':');
  const options = { host, port: Number(port), ca: authority.cert, ...proxy };
  const first = connect(options);
  const [session] = (await once(first, 'session')) as [Buffer];
  first.destroy();
  const resumed = connect({ ...options, session });
  await once(resumed, 'secureConnect');
  assert.equal(resumed.isSessionReused(), true, 'sessions are resumed at all');
  resumed.destroy();
  assert.equal((await ask('/api/v1/me', { ...proxy, session })).status, 200);
  await replaceCa((await createAuthority()).cert);
  assert.equal((await ask('/api/v1/me', proxy)).status, 403);
  assert.equal((await ask('/api/v1/me', { ...proxy, session })).status, 403);
});

test('where the proxy is named, other certificates of the authority are refused', async t => {
  const { authority, ask, upgrade } = await setUp(t, { subjects: ['DNS:proxy'] });
  const neighbour = await authority.issue({ name: 'neighbour' });
  assert.equal((await ask('/api/v1/me', neighbour)).status, 403);
  assert.equal(await upgrade(open, neighbour), 403);
  assert.equal((await ask('/api/v1/me', await authority.issue({ name: 'proxy' }))).status, 200);
});

test('with TLS of its own, a page that came by plain HTTP is another site’s', async t => {
  const { server, authority, ask } = await setUp(t);
  const proxy = await authority.issue({ name: 'proxy' });
  const from = (scheme: string) => ({ ...proxy, headers: { origin: `${scheme}://${server.host}` } });
  assert.equal((await ask('/api/v1/me', from('https'))).status, 200);
  const { status, json } = await ask('/api/v1/me', from('http'));
  assert.equal(status, 403);
  assert.match((json as ErrorBody).error.message, /another site/);
});
