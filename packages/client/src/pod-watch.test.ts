import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { PodEvent } from '@podbay/protocol';
import { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { Backoff } from './backoff.ts';
import { type WatchState, watchPods } from './pod-watch.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { FakeWake } from './testing/fake-wake.ts';

/** A server whose requests wait for the test to answer them. */
async function setUp(t: TestContext) {
  const requests: { readonly url: string; readonly response: ServerResponse }[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(({ url = '' }, response) => {
    requests.push({ url, response });
    waiting.shift()?.();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  const next = async () => {
    if (requests.length === 0) await new Promise<void>(resolve => waiting.push(resolve));
    const request = requests.shift();
    assert.ok(request);
    return request;
  };
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { next, api: new Api({ baseUrl }) };
}

async function setUpWatch(t: TestContext) {
  const { next, api } = await setUp(t);
  const clock = new FakeClock();
  const wake = new FakeWake();
  const seen: (PodEvent | WatchState)[] = [];
  const waiting: (() => void)[] = [];
  const see = (item: PodEvent | WatchState) => {
    seen.push(item);
    for (const resolve of waiting.splice(0)) resolve();
  };
  const until = async (type: string) => {
    while (seen.at(-1)?.type !== type) await new Promise<void>(resolve => waiting.push(resolve));
  };
  const scope = { context: 'a/b c', namespace: '_all' };
  const backoff = new Backoff({ random: () => 0.5 });
  const stop = watchPods({ api, scope, clock, wake, backoff, handleEvent: see, handleState: see });
  t.after(async () => {
    stop();
    await new Promise(resolve => setTimeout(resolve, 20)); // the request learns of its end
    assert.equal(clock.pending, 0);
    assert.equal(wake.listeners, 0);
  });
  return { next, clock, wake, seen, until, stop };
}

const snapshot = `data: ${JSON.stringify({ type: 'snapshot', pods: [] })}\n\n`;

test('tells every event, across whatever pieces they come in', async t => {
  const { next, seen, until } = await setUpWatch(t);
  const { url, response } = await next();
  assert.equal(url, '/api/v1/contexts/a%2Fb%20c/namespaces/_all/pods?watch=true');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of [': hello\n\n', snapshot.slice(0, 12), snapshot.slice(12)]) {
    response.write(piece);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  await until('snapshot');
  response.write('event: message\r\ndata: {"type":"removed",\r\ndata: "uid":"é","name":"p"}\r\n\r\n');
  await until('removed');
  assert.deepEqual(seen, [
    { type: 'connecting' },
    { type: 'live' },
    { type: 'snapshot', pods: [] },
    { type: 'removed', uid: 'é', name: 'p' },
  ]);
});

test('comes back by itself, and starts with a snapshot again', async t => {
  const { next, clock, seen, until } = await setUpWatch(t);
  const first = await next();
  first.response.write(snapshot);
  await until('snapshot');
  first.response.destroy();
  await until('failed');
  assert.equal(
    seen.at(-1)?.type === 'failed' && (seen.at(-1) as WatchState & { type: 'failed' }).unreachable,
    true,
  );
  clock.advance(0);
  (await next()).response.write(snapshot);
  await until('snapshot');
});

test('a list that ends after a while goes on quietly; one that ends at once has failed', async t => {
  const { next, clock, seen, until } = await setUpWatch(t);
  const first = await next();
  first.response.write(snapshot);
  await until('snapshot');
  seen.length = 0;
  clock.advance(5000);
  first.response.end();
  const second = await next();
  second.response.write(snapshot);
  await until('snapshot');
  assert.deepEqual(
    seen.map(({ type }) => type),
    ['live', 'snapshot'],
  );
  second.response.end();
  await until('failed');
});

test('says why it is refused, and tries on', async t => {
  const { next, wake, seen, until } = await setUpWatch(t);
  const refusal = { code: 'forbidden', message: 'no', details: { verb: 'list' } };
  const { response } = await next();
  response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify({ error: refusal }));
  await until('failed');
  assert.deepEqual(seen.at(-1), { type: 'failed', refusal, unreachable: false });
  wake.wake();
  await next();
});

test('stops when the user must log in', async t => {
  const { next, clock, until } = await setUpWatch(t);
  (await next()).response.writeHead(401).end('a proxy says no');
  await until('failed');
  assert.equal(clock.pending, 0);
});

test('a list that is stale says so until the next snapshot', async t => {
  const { next, seen, until } = await setUpWatch(t);
  const { response } = await next();
  const refusal = { code: 'cluster-unreachable', message: 'down' };
  response.write(`data: ${JSON.stringify({ type: 'error', refusal })}\n\n`);
  await until('error');
  response.write(snapshot);
  await until('snapshot');
  assert.deepEqual(
    seen.map(({ type }) => type),
    ['connecting', 'failed', 'error', 'live', 'snapshot'],
  );
});

test('a connection that falls silent is given up', async t => {
  const { next, clock, seen, until } = await setUpWatch(t);
  const { response } = await next();
  response.write(snapshot);
  await until('snapshot');
  clock.advance(60_000);
  await until('failed');
  clock.advance(10_000);
  await next();
  assert.equal(seen.length, 5);
});

test('REST: answers, refusals, answers of others, and none at all', async t => {
  const { next, api } = await setUp(t);
  const contexts = api.contexts();
  (await next()).response.end('{"contexts":[],"current":null,"version":"1"}');
  assert.deepEqual(await contexts, { contexts: [], current: null, version: '1' });

  const pods = api.pods({ context: 'c', namespace: 'n' });
  const refusal = { code: 'namespace-not-found', message: 'no' };
  (await next()).response.writeHead(404).end(JSON.stringify({ error: refusal }));
  await assert.rejects(pods, error => error instanceof ApiError && error.refusal.code === refusal.code);

  const namespaces = api.namespaces('c');
  (await next()).response.writeHead(502).end('<html>bad gateway</html>');
  await assert.rejects(namespaces, error => error instanceof ApiError && error.status === 502);

  const sessions = api.sessions();
  (await next()).response.destroy();
  await assert.rejects(sessions, error => error instanceof ApiError && error.isUnreachable);

  const ending = api.endSession('a-session-that-is-gone');
  (await next()).response.writeHead(404).end('{"error":{"code":"session-not-found","message":"gone"}}');
  await ending;
});

test('REST: an aborted request rejects with the reason, a slow one as unreachable', async t => {
  const { next, api } = await setUp(t);
  const controller = new AbortController();
  const aborted = api.contexts(controller.signal);
  await next();
  controller.abort(new Error('enough'));
  await assert.rejects(aborted, /enough/);
});
