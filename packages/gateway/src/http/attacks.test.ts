import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { attachPath, type ErrorBody, formatAttachQuery, subprotocol, type Ticket } from '@podbay/protocol';
import { WebSocket } from 'ws';
import type { Authenticator } from '../auth/authenticator.ts';
import { ProxyLogin } from '../auth/proxy-login.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };
const ids = { session: 'session-0123456789', client: 'client-0123456789' };
const size = { cols: 80, rows: 24 };
const open = formatAttachQuery({ type: 'open', ...ids, target, size, command: [] });

/** How an upgrade ends: `open`, or the status that refuses it. */
async function upgrade(
  server: TestServer,
  query: string,
  headers: Record<string, string> = {},
): Promise<'open' | number> {
  const socket = new WebSocket(`ws://${server.host}${attachPath}?${query}`, subprotocol, {
    headers: { cookie: server.cookie, origin: `http://${server.host}`, ...headers },
  });
  socket.on('error', () => {});
  const opened = once(socket, 'open').then(() => 'open' as const);
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number);
  try {
    return await Promise.race([opened, refused]);
  } finally {
    socket.terminate();
  }
}

async function ticketFor(
  server: TestServer,
  purpose: object,
  headers: Record<string, string> = {},
): Promise<string> {
  const own = { cookie: server.cookie, origin: `http://${server.host}` };
  const response = await server.post('/api/v1/tickets', purpose, { ...own, ...headers });
  assert.equal(response.status, 200);
  return ((await response.json()) as Ticket).ticket;
}

async function send(
  server: TestServer,
  path: string,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  const sent = request(`http://${server.host}${path}`, { headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

test('a cookie alone opens no WebSocket, whatever origin it claims', async () => {
  await using server = await startTestServer();
  assert.equal(await upgrade(server, open), 403);
  assert.equal(await upgrade(server, `${open}&ticket=${'a'.repeat(32)}`), 403);
  assert.equal(server.store.size, 0);
  assert.equal(await upgrade(server, `${open}&ticket=${await ticketFor(server, { target })}`), 'open');
});

test('another site’s page opens none, though it had a ticket', async () => {
  await using server = await startTestServer();
  const ticket = await ticketFor(server, { target });
  assert.equal(await upgrade(server, `${open}&ticket=${ticket}`, { origin: 'http://evil.example' }), 403);
  const response = await server.post(
    '/api/v1/tickets',
    { target },
    { cookie: server.cookie, origin: 'http://evil.example' },
  );
  assert.equal(response.status, 403, 'nor does it get one');
});

test('a ticket works once, for its container or session and its origin', async () => {
  await using server = await startTestServer();
  const ticket = await ticketFor(server, { target });
  assert.equal(await upgrade(server, `${open}&ticket=${ticket}`), 'open');
  assert.equal(await upgrade(server, `${open}&ticket=${ticket}`), 403, 'replayed');
  const other = await ticketFor(server, { target: { ...target, pod: 'db' } });
  assert.equal(await upgrade(server, `${open}&ticket=${other}`), 403, 'another pod');
  const session = await ticketFor(server, { session: 'session-9876543210' });
  assert.equal(await upgrade(server, `${open}&ticket=${session}`), 403, 'to open with one to resume');
  const resume = formatAttachQuery({ type: 'resume', ...ids, offset: 0, size });
  assert.equal(
    await upgrade(server, `${resume}&ticket=${await ticketFor(server, { session: 'session-9876543210' })}`),
    403,
  );
  const program = await server.post('/api/v1/tickets', { target });
  const { ticket: ofProgram } = (await program.json()) as Ticket;
  assert.equal(await upgrade(server, `${open}&ticket=${ofProgram}`), 403, 'another origin');
});

test('a ticket is its user’s alone', async () => {
  const ended = new AbortController().signal;
  const byHeader: Authenticator = {
    ways: [],
    advice: [],
    routes: [],
    authenticate: async ({ headers }) => {
      const [name] = headers['x-test-user'] ?? [];
      if (name === undefined) return undefined;
      const user = { id: name, name, groups: [], identity: { type: 'gateway' }, ended } as const;
      return { user, way: 'proxy', proof: 'ambient' };
    },
  };
  await using server = await startTestServer({ logins: [byHeader] });
  const ticket = await ticketFor(server, { target }, { 'x-test-user': 'ada' });
  assert.equal(await upgrade(server, `${open}&ticket=${ticket}`, { 'x-test-user': 'eve' }), 403);
  const own = await ticketFor(server, { target }, { 'x-test-user': 'ada' });
  assert.equal(await upgrade(server, `${open}&ticket=${own}`, { 'x-test-user': 'ada' }), 'open');
});

test('a name that somebody points here is refused, for requests and upgrades', async () => {
  await using server = await startTestServer();
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80']) {
    const response = await send(server, '/api/v1/contexts', { host, cookie: server.cookie });
    assert.ok([400, 403].includes(response.statusCode ?? 0), `${host}: ${response.statusCode}`);
    const ticket = await ticketFor(server, { target });
    const status = await upgrade(server, `${open}&ticket=${ticket}`, { host, origin: `http://${host}` });
    assert.ok([400, 403].includes(Number(status)), `${host}: ${status}`);
  }
  assert.equal(server.store.size, 0);
});

test('who sends the proxy’s headers and is not the proxy is refused', async () => {
  const proxy = new ProxyLogin({
    from: ['192.0.2.1'],
    proof: { type: 'secret', header: 'x-secret', secret: 'open sesame' },
    userHeader: 'x-forwarded-user',
    groupsHeader: 'x-forwarded-groups',
    groupsSeparator: ',',
    prefixes: { username: '', groups: '' },
    record: () => {},
  });
  await using server = await startTestServer({ logins: [proxy], site: { trustedProxies: ['127.0.0.1'] } });
  const spoofed = { 'x-forwarded-user': 'admin', 'x-secret': 'open sesame', 'x-forwarded-for': '192.0.2.1' };
  const response = await server.get('/api/v1/contexts', spoofed);
  assert.equal(response.status, 403);
  assert.match(((await response.json()) as ErrorBody).error.message, /127\.0\.0\.1 is not its address/);
  assert.equal(await upgrade(server, open, spoofed), 403);
});

test('nobody acts as somebody else by a header', async () => {
  await using server = await startTestServer();
  for (const name of [
    'Impersonate-User',
    'Impersonate-Group',
    'impersonate-uid',
    'Impersonate-Extra-scopes',
    'iMPERSONATE-uSER',
    'Impersonate_User',
  ]) {
    const headers = { cookie: server.cookie, [name]: 'system:masters' };
    assert.equal((await server.get('/api/v1/contexts', headers)).status, 400, name);
    const ticket = await ticketFor(server, { target });
    assert.equal(await upgrade(server, `${open}&ticket=${ticket}`, { [name]: 'system:masters' }), 400, name);
  }
});

test('a header to act as somebody else is refused also where it is there twice, or empty', async () => {
  await using server = await startTestServer();
  const { host, cookie } = server;
  for (const value of [['', 'system:admin'], '']) {
    const sent = request(`http://${host}/api/v1/contexts`, {
      headers: { cookie, 'Impersonate-User': value },
    });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    assert.equal(response.statusCode, 400);
  }
});

test('a cookie that is changed or of another gateway is nobody', async () => {
  await using server = await startTestServer();
  await using other = await startTestServer();
  const changed = `${server.cookie.slice(0, -1)}${server.cookie.endsWith('A') ? 'B' : 'A'}`;
  for (const cookie of [changed, other.cookie, `${server.cookie}x`, `x${server.cookie}`])
    assert.equal((await server.get('/api/v1/contexts', { cookie })).status, 401, cookie);
});

test('names that are paths lead nowhere', async () => {
  await using server = await startTestServer();
  const names = [
    '..%2f..%2fsecrets',
    '%2e%2e',
    'a%00b',
    'a%2fb',
    '%252e%252e',
    'UPPER',
    'a%0d%0aX: y',
    'x'.repeat(64),
  ];
  for (const name of names) {
    const response = await server.get(`/api/v1/contexts/demo/namespaces/${name}/pods`);
    assert.ok([400, 404].includes(response.status), `${name}: ${response.status}`);
    const ticket = await server.post('/api/v1/tickets', {
      target: { ...target, pod: `${decodeURIComponent(name)}/` },
    });
    assert.equal(ticket.status, 400, name);
  }
  assert.equal(server.errors.length, 0);
});

test('guessing links is slowed down, and whoever is in goes on', async () => {
  await using server = await startTestServer({ loginBurst: 5 });
  const statuses: number[] = [];
  for (let i = 0; i < 7; i++) statuses.push((await server.get(`/?token=guess-${i}`, {})).status);
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
  const refused = await server.get('/?token=guess', {});
  assert.equal(((await refused.json()) as ErrorBody).error.code, 'limit');
  assert.equal((await server.get('/api/v1/contexts')).status, 200);
});

test('X-Forwarded-For of just anybody is no way around the limits', async () => {
  await using server = await startTestServer({ loginBurst: 3 });
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++)
    statuses.push((await server.get('/?token=guess', { 'x-forwarded-for': `192.0.2.${i}` })).status);
  assert.deepEqual(statuses, [401, 401, 401, 429]);
});

test('tickets and upgrades have limits by user; by address, many users more', async () => {
  await using server = await startTestServer({ attachBurst: 2 });
  await ticketFor(server, { target });
  await ticketFor(server, { target });
  const refused = await server.post('/api/v1/tickets', { target });
  assert.equal(refused.status, 429);
  const statuses = new Set<unknown>();
  for (let i = 0; i < 25; i++) statuses.add(await upgrade(server, open, { cookie: 'podbay=nobody' }));
  assert.deepEqual(statuses, new Set([401, 429]));
});

test('tickets have a limit by address, too, whoever asks', async () => {
  const ended = new AbortController().signal;
  const anybody: Authenticator = {
    ways: [],
    advice: [],
    routes: [],
    authenticate: async ({ headers }) => {
      const name = headers['x-test-user']?.[0] ?? '';
      const user = { id: name, name, groups: [], identity: { type: 'gateway' }, ended } as const;
      return { user, way: 'proxy', proof: 'ambient' };
    },
  };
  await using server = await startTestServer({ attachBurst: 2, logins: [anybody] });
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++)
    statuses.push((await server.post('/api/v1/tickets', { target }, { 'x-test-user': `user-${i}` })).status);
  assert.deepEqual(statuses, [...Array(20).fill(200), 429]);
});

test('what is larger than anything of ours is refused', async () => {
  await using server = await startTestServer();
  const { cookie } = server;
  const long = await server.get(`/api/v1/contexts/${'x'.repeat(9000)}/namespaces`);
  assert.equal(long.status, 400);
  const body = await server.post('/api/v1/tickets', { target, x: 'x'.repeat(70_000) }).catch(() => undefined);
  assert.ok(body === undefined || body.status === 400);
  const chunked = request(`http://${server.host}/api/v1/tickets`, { method: 'POST', headers: { cookie } });
  chunked.on('error', () => {});
  chunked.write(`{"session":"session-0123456789"${' '.repeat(40_000)}`);
  chunked.end(`${' '.repeat(40_000)}}`);
  const [answer] = (await once(chunked, 'response')) as [IncomingMessage];
  answer.resume();
  assert.equal(answer.statusCode, 400);
  assert.equal((await send(server, '/healthz', { cookie: 'x'.repeat(40_000) })).statusCode, 431);
  assert.equal(server.errors.length, 0);
});

test('who leaves in the middle of a body fills no log', async () => {
  await using server = await startTestServer();
  const { host, cookie } = server;
  for (const path of ['/api/v1/tickets', '/api/v1/contexts/demo/namespaces/shop/pods/web/debug']) {
    const sent = request(`http://${host}${path}`, { method: 'POST', headers: { cookie } });
    sent.on('error', () => {});
    sent.write('{"session":');
    await once(sent, 'socket');
    // What was sent is there before the end of the connection is.
    await server.get('/healthz');
    sent.destroy();
  }
  for (let i = 0; i < 3; i++) await server.get('/healthz');
  assert.deepEqual(server.errors, []);
});

test('whom only requests can prove shows again and again who they are', async () => {
  let isDisabled = false;
  const ended = new AbortController().signal;
  const byProxy: Authenticator = {
    ways: [],
    advice: [],
    routes: [],
    authenticate: async ({ headers }) => {
      if (isDisabled || headers['x-test-user'] === undefined) return undefined;
      const user = { id: 'ada', name: 'ada', groups: [], identity: { type: 'gateway' }, ended } as const;
      return { user, way: 'proxy', proof: 'explicit', proofMs: 100 };
    },
  };
  await using server = await startTestServer({ logins: [byProxy] });
  const headers = { 'x-test-user': 'ada' };
  const connectAgain = (query: string) =>
    new WebSocket(`ws://${server.host}${attachPath}?${query}`, subprotocol, { headers });
  const list = server.get('/api/v1/contexts/demo/namespaces/_all/pods?watch=true', headers);
  const log = server.get(
    '/api/v1/contexts/demo/namespaces/shop/pods/web/log?container=app&follow=true',
    headers,
  );
  const first = connectAgain(open);
  assert.equal((await once(first, 'close'))[0], 4501);
  assert.match(await (await list).text(), /snapshot/);
  assert.equal((await log).status, 200);
  await (await log).text();
  const resume = formatAttachQuery({ type: 'resume', ...ids, offset: 0, size });
  const second = connectAgain(resume);
  await once(second, 'message');
  isDisabled = true;
  assert.equal((await once(second, 'close'))[0], 4501);
  const third = connectAgain(resume);
  third.on('error', () => {});
  const [, response] = await once(third, 'unexpected-response');
  assert.equal(response.statusCode, 401);
  third.terminate();
});

test('who is logged out is cut off at once, also from a session that lives on', async () => {
  const ending = new AbortController();
  const identity = { type: 'gateway' } as const;
  const user = { id: 'ada', name: 'ada', groups: [], identity, ended: ending.signal };
  const login: Authenticator = {
    ways: [],
    advice: [],
    routes: [],
    authenticate: async () => ({ user, way: 'token', proof: 'explicit' }),
  };
  await using server = await startTestServer({ logins: [login] });
  const socket = new WebSocket(`ws://${server.host}${attachPath}?${open}`, subprotocol);
  await once(socket, 'message');
  ending.abort('expired');
  assert.equal((await once(socket, 'close'))[0], 4401);
  assert.equal(server.store.size, 1);
});

test('malformed requests and upgrades are refused, and break nothing', async () => {
  await using server = await startTestServer();
  const port = Number(server.host.split(':')[1]);
  const key =
    'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n';
  for (const text of [
    `GET //evil.example/api/v1/attach HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    `GET http://evil.example/api/v1/attach HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    `GET /api/v1/attach HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n${key}\r\n`,
    `GET /api/v1/attach%00 HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    `GET * HTTP/1.1\r\nHost: localhost\r\n${key}\r\n`,
    'NONSENSE\r\n\r\n',
    '\0\0\0\0',
  ]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    let answer = '';
    socket.on('data', chunk => {
      answer += chunk;
    });
    socket.end(text);
    await once(socket, 'close');
    assert.doesNotMatch(answer, /^HTTP\/1\.1 (101|2|5)/, text);
  }
  assert.equal(server.errors.length, 0);
  assert.equal((await server.get('/api/v1/contexts')).status, 200);
});
