import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { DebugServer } from './debug-server.ts';
import type { DebugSource } from './source.ts';

const inspection = {
  sessions: [],
  webSockets: 2,
  connections: 3,
  clusters: [{ identities: 1, context: 'demo', watches: 1, sockets: { busy: 0, idle: 1 } }],
};

async function open(source: DebugSource = { inspect: async () => inspection }) {
  const server = new DebugServer(source);
  const port = await server.listen(0);
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await start(path, headers);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
  };
  const start = async (path: string, headers: Record<string, string> = {}) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  };
  return { port, get, start, [Symbol.asyncDispose]: () => server.close() };
}

test('lists what there is', async () => {
  await using debug = await open();
  const { status, text } = await debug.get('/');
  assert.equal(status, 200);
  assert.match(text, /^\/debug\/sessions +live sessions/m);
  assert.doesNotMatch(text, /metrics/);
  assert.equal((await debug.get('/nowhere')).status, 404);
  assert.equal((await debug.get('//')).status, 404);
});

test('tells what the process and the gateway hold', async () => {
  await using debug = await open();
  const { text, headers } = await debug.get('/debug/resources');
  const resources = JSON.parse(text);
  assert.equal(headers['content-type'], 'application/json');
  assert.deepEqual([resources.pid, resources.sessions, resources.webSockets], [process.pid, 0, 2]);
  assert.deepEqual(resources.clusters, inspection.clusters);
  assert.ok(resources.memory.rss > 1e6);
  // This server, and both ends of this connection.
  assert.ok(resources.active.TCPServerWrap >= 1 && resources.active.TCPSocketWrap >= 2);
  if (process.platform === 'linux') assert.ok(resources.descriptors.socket >= 3);
  assert.deepEqual(JSON.parse((await debug.get('/debug/sessions')).text), []);
});

test('tells how late the event loop was since the last look', async () => {
  await using debug = await open();
  await debug.get('/debug/event-loop');
  await new Promise(resolve => setTimeout(resolve, 50));
  const busyUntilMs = performance.now() + 120;
  while (performance.now() < busyUntilMs);
  await new Promise(resolve => setTimeout(resolve, 30));
  const { maxMs, p50Ms } = JSON.parse((await debug.get('/debug/event-loop')).text);
  assert.ok(maxMs > 90 && p50Ms < maxMs, `p50 ${p50Ms}, max ${maxMs}`);
});

test('passes on the metrics where there are some', async () => {
  await using debug = await open({
    inspect: async () => inspection,
    metrics: async () => 'podbay_sessions 1\n',
  });
  assert.equal((await debug.get('/debug/metrics')).text, 'podbay_sessions 1\n');
});

test('is for this machine: neither for rebound names nor for pages', async () => {
  await using debug = await open();
  const cases = [
    { host: 'attacker.example' },
    { origin: 'https://attacker.example' },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of cases) assert.equal((await debug.get('/debug/sessions', headers)).status, 403);
  assert.equal((await debug.get('/debug/sessions', { host: 'localhost' })).status, 200);
});

test('what fails is told, and does not end the process', async () => {
  await using debug = await open({ inspect: () => Promise.reject(new Error('it broke')) });
  const { status, text } = await debug.get('/debug/sessions');
  assert.equal(status, 500);
  assert.match(text, /it broke/);
});

test('a CPU profile takes as long as it was asked for; there is one at a time', async () => {
  await using debug = await open();
  for (const seconds of ['0', '61', '1.5', 'x']) {
    assert.equal((await debug.get(`/debug/cpu-profile?seconds=${seconds}`)).status, 400);
  }
  const [profile, other] = await Promise.all([
    debug.get('/debug/cpu-profile?seconds=1'),
    debug.get('/debug/heap-snapshot'),
  ]);
  assert.ok(JSON.parse(profile.text).nodes.length > 0);
  assert.match(profile.headers['content-disposition'] ?? '', /\.cpuprofile"$/);
  assert.equal(other.status, 409);
});

test('a client that leaves ends its profile, and the next one may have one', async () => {
  await using debug = await open();
  const client = connect(debug.port, '127.0.0.1');
  client.write('GET /debug/cpu-profile?seconds=60 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  while ((await debug.get('/debug/cpu-profile?seconds=1')).status !== 409);
  client.destroy();
  let status: number | undefined = 409;
  for (let i = 0; i < 100 && status === 409; i++) {
    status = (await debug.get('/debug/cpu-profile?seconds=1')).status;
    if (status === 409) await new Promise(resolve => setTimeout(resolve, 20));
  }
  assert.equal(status, 200);
});

test('a heap snapshot is what the developer tools read, and one that nobody reads to its end goes away', async () => {
  await using debug = await open();
  const left = await debug.start('/debug/heap-snapshot');
  left.destroy();
  let snapshot = await debug.get('/debug/heap-snapshot');
  for (let i = 0; i < 100 && snapshot.status === 409; i++) {
    await new Promise(resolve => setTimeout(resolve, 20));
    snapshot = await debug.get('/debug/heap-snapshot');
  }
  assert.equal(snapshot.status, 200);
  assert.ok(JSON.parse(snapshot.text).snapshot.node_count > 1000);
});

test('closes under a profile that is made', async () => {
  const debug = await open();
  const response = debug.get('/debug/cpu-profile?seconds=60').catch(() => 'cut');
  await debug.get('/');
  await debug[Symbol.asyncDispose]();
  assert.equal(await response, 'cut');
});
