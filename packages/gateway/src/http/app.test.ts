import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { ErrorBody } from '@podbay/protocol';
import type { Authenticator } from '../auth/authenticator.ts';
import { startTestServer } from './testing/test-server.ts';

const errorOf = async (response: Response) => ((await response.json()) as ErrorBody).error;

test('the link of the terminal becomes a cookie and leaves the address', async () => {
  await using server = await startTestServer();
  const token = server.newToken();
  const first = await server.get(`/?token=${token}`, {});
  assert.equal(first.status, 303);
  assert.equal(first.headers.get('location'), '/');
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  assert.equal((await server.get('/api/v1/contexts', { cookie })).status, 200);
  const again = await server.get(`/?token=${token}`, {});
  assert.equal(again.status, 401);
  assert.equal((await errorOf(again)).code, 'unauthenticated');
  assert.equal((await server.get(`/?token=${token}`, { cookie })).status, 303, 'who is in stays in');
});

test('nothing is told to who is not logged in', async () => {
  await using server = await startTestServer();
  for (const path of ['/', '/api/v1/contexts', '/api/v1/sessions', '/assets/x.js']) {
    const response = await server.get(path, {});
    assert.equal(response.status, 401, path);
    assert.equal((await errorOf(response)).code, 'unauthenticated');
  }
  const page = await server.get('/', { accept: 'text/html' });
  assert.equal(page.status, 401);
  assert.match(await page.text(), /Open the link that podbay printed/);
  assert.equal((await server.get('/healthz', {})).status, 200);
});

test('other hosts and other sites are refused', async () => {
  await using server = await startTestServer();
  const { cookie } = server;
  const foreign = await server.get('/api/v1/contexts', { cookie, origin: 'http://evil.example' });
  assert.equal(foreign.status, 403);
  const own = await server.get('/api/v1/contexts', { cookie, origin: `http://${server.host}` });
  assert.equal(own.status, 200);
});

test('every answer carries the headers of a careful page', async () => {
  await using server = await startTestServer();
  const { headers } = await server.get('/api/v1/contexts');
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*script-src 'self'/);
  assert.equal(headers.get('x-frame-options'), 'DENY');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('cache-control'), 'no-store');
});

test('errors are words and a code; a bug tells nothing but is logged', async () => {
  await using server = await startTestServer();
  assert.equal((await server.get('/api/v1/contexts/demo/namespaces')).status, 200);
  const missing = await server.get('/api/v1/contexts/nowhere/namespaces');
  assert.equal(missing.status, 404);
  assert.equal((await errorOf(missing)).code, 'context-not-found');
  const broken = await server.get('/api/v1/contexts/broken/namespaces');
  assert.equal(broken.status, 500);
  assert.doesNotMatch((await errorOf(broken)).message, /secret/);
  assert.equal(server.errors.length, 1);
  assert.equal((await errorOf(await server.get('/api/v1/nothing'))).code, 'not-found');
  const session = await fetch(`http://${server.host}/api/v1/sessions/none`, {
    method: 'DELETE',
    headers: { cookie: server.cookie },
  });
  assert.equal(session.status, 404);
});

test('live pods stream until the browser leaves', async () => {
  await using server = await startTestServer();
  const left = new AbortController();
  const response = await fetch(`http://${server.host}/api/v1/contexts/demo/namespaces/_all/pods?watch=true`, {
    headers: { cookie: server.cookie },
    signal: left.signal,
  });
  assert.match(response.headers.get('content-type') ?? '', /text\/event-stream/);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (part: string) => {
    while (!text.includes(part)) text += (await reader?.read())?.value ?? assert.fail('ended');
  };
  await readUntil('data: {"type":"snapshot","pods":[]}\n\n');
  for (const listener of server.podListeners) listener({ type: 'removed', uid: 'u', name: 'web' });
  await readUntil('data: {"type":"removed","uid":"u","name":"web"}\n\n');
  left.abort();
  await reader?.closed.catch(() => {});
  for (let i = 0; i < 100 && server.podListeners.size > 0; i++) await sleep(10);
  assert.equal(server.podListeners.size, 0);
});

test('live pods stream until the login of who reads them is over', async () => {
  const ending = new AbortController();
  const identity = { type: 'gateway' } as const;
  const user = { id: 'eve', name: 'eve', groups: [], identity, ended: ending.signal };
  const login: Authenticator = {
    ways: [],
    advice: [],
    routes: [],
    authenticate: async () => ({ user, way: 'token', proof: 'explicit' }),
  };
  await using server = await startTestServer({ logins: [login] });
  const response = await server.get('/api/v1/contexts/demo/namespaces/_all/pods?watch=true', {});
  const text = response.text();
  for (let i = 0; i < 100 && server.podListeners.size === 0; i++) await sleep(10);
  ending.abort('revoked');
  assert.match(await text, /^data: {"type":"snapshot","pods":\[\]}\n\n/);
  assert.equal(server.podListeners.size, 0);
});

test('the interface is sent compressed to whoever takes that', async t => {
  const assetsDir = await mkdtemp(join(tmpdir(), 'podbay-'));
  t.after(() => rm(assetsDir, { recursive: true }));
  await mkdir(join(assetsDir, 'assets'));
  const file = (name: string) => join(assetsDir, name);
  for (const name of ['assets/x.js', 'assets/plain.js']) await writeFile(file(name), 'plain');
  await writeFile(file('assets/x.js.br'), brotliCompressSync('in brotli'));
  await writeFile(file('assets/x.js.gz'), gzipSync('in gzip'));
  await using server = await startTestServer({ assetsDir });
  for (const [path, accepted, encoding, text] of [
    ['/assets/x.js', 'gzip, deflate, br', 'br', 'in brotli'],
    ['/assets/x.js', 'gzip', 'gzip', 'in gzip'],
    ['/assets/x.js', 'identity', null, 'plain'],
    ['/assets/plain.js', 'gzip, br', null, 'plain'],
  ] as const) {
    const answer = await server.get(path, { 'accept-encoding': accepted });
    const is = `${path}, ${accepted}`;
    assert.equal(answer.headers.get('content-encoding'), encoding, is);
    assert.equal(answer.headers.get('vary'), 'Accept-Encoding', is);
    assert.match(answer.headers.get('content-type') ?? '', /javascript/, is);
    assert.equal(await answer.text(), text, is);
  }
});

test('the interface is for everybody; its page says whether somebody is logged in, and is never kept', async t => {
  const assetsDir = await mkdtemp(join(tmpdir(), 'podbay-'));
  t.after(() => rm(assetsDir, { recursive: true }));
  await writeFile(join(assetsDir, 'index.html'), '<!doctype html><meta nonce="__CSP_NONCE__">');
  const nonceOf = ({ headers }: Response) =>
    /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];
  await mkdir(join(assetsDir, 'assets'));
  await writeFile(join(assetsDir, 'assets', 'x.js'), '1');
  await using server = await startTestServer({ assetsDir });
  for (const [headers, status] of [
    [{}, 401],
    [{ cookie: server.cookie }, 200],
  ] as const) {
    const page = await server.get('/', { accept: 'text/html', ...headers });
    assert.equal(page.status, status);
    assert.equal(page.headers.get('cache-control'), 'no-cache');
    assert.equal(await page.text(), `<!doctype html><meta nonce="${nonceOf(page)}">`);
  }
  const again = await server.get('/index.html', { cookie: server.cookie });
  assert.equal(await again.text(), `<!doctype html><meta nonce="${nonceOf(again)}">`);
  const script = await server.get('/assets/x.js', {});
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
  for (const path of ['/..%2f..%2fetc%2fpasswd', '/assets/..%2f..%2f..%2fetc/passwd', '/api/v1/me'])
    assert.equal((await server.get(path, {})).status, 401, path);
});
