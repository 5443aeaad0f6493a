import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  attachPath,
  closeCodes,
  formatAttachQuery,
  parseServerMessage,
  type ServerMessage,
  subprotocol,
} from '@podbay/protocol';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const open = {
  type: 'open',
  session: 'session-0123456789',
  client: 'client-0123456789',
  target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
  size: { cols: 100, rows: 30 },
  command: [],
} as const;

class TestBrowser {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly order: string[] = [];
  text = '';

  constructor(server: TestServer, query: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`ws://${server.host}${attachPath}?${query}`, subprotocol, {
      headers: { ...server.bearer, ...headers },
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.text += data.toString();
      const message = isBinary ? undefined : parseServerMessage(data.toString());
      if (message !== undefined) this.messages.push(message);
      this.order.push(message?.type ?? 'bytes');
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  async closed(): Promise<number> {
    const [code] = this.socket.readyState === WebSocket.CLOSED ? [0] : await once(this.socket, 'close');
    return code as number;
  }

  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; !condition(); i++) {
      assert.ok(i < 300, `timed out; got ${JSON.stringify(this.order)}`);
      await sleep(5);
    }
  }
}

test('a whole session: open, type, print, resize, exit, close, and nothing is left', async () => {
  await using server = await startTestServer();
  const browser = new TestBrowser(server, formatAttachQuery(open), { origin: `http://${server.host}` });
  await browser.until(() => browser.order.includes('attached'));
  const process = await server.processes[0]?.start();
  assert.ok(process);
  assert.deepEqual(process.sizes, [{ cols: 100, rows: 30 }]);
  browser.socket.send(Buffer.from('ls\r'));
  browser.send({ type: 'resize', cols: 120, rows: 40 });
  browser.send({ type: 'ping', id: 7 });
  await browser.until(() => browser.order.includes('pong'));
  assert.equal(process.input, 'ls\r');
  assert.deepEqual(process.sizes.at(-1), { cols: 120, rows: 40 });
  process.print('héllo');
  process.exit({ type: 'exited', code: 3 });
  assert.equal(await browser.closed(), closeCodes.ended);
  assert.equal(browser.text, 'héllo');
  assert.deepEqual(browser.order, ['attached', 'started', 'pong', 'bytes', 'exit']);
  await browser.until(() => server.store.size === 0);
});

test('a reset connection resumes where the terminal was', async () => {
  await using server = await startTestServer();
  const first = new TestBrowser(server, formatAttachQuery(open));
  await first.until(() => first.order.includes('attached'));
  const process = await server.processes[0]?.start();
  process?.print('0123456789');
  await first.until(() => first.text.length === 10);
  first.socket.terminate();
  await first.until(() => server.store.list('local')[0]?.state === 'detached');
  const again = formatAttachQuery({ ...open, type: 'resume', offset: 4, size: undefined });
  const second = new TestBrowser(server, again);
  await second.until(() => second.text.length === 6);
  assert.equal(second.text, '456789');
  const repeated = new TestBrowser(server, formatAttachQuery(open));
  await repeated.until(() => repeated.text.length === 10);
  assert.equal(server.processes.length, 1, 'the same session, not a second shell');
});

test('of two connections of one client the later one stays, whichever is answered first', async () => {
  const answers: (() => void)[] = [];
  const beforeResume = () => new Promise<void>(resolve => answers.push(resolve));
  await using server = await startTestServer({ beforeResume });
  const first = new TestBrowser(server, formatAttachQuery(open));
  await first.until(() => first.order.includes('attached'));
  const process = await server.processes[0]?.start();
  first.socket.terminate();
  const again = formatAttachQuery({ ...open, type: 'resume', offset: 0, size: undefined });
  const left = new TestBrowser(server, again);
  await left.until(() => answers.length === 1);
  const here = new TestBrowser(server, again);
  await here.until(() => answers.length === 2);
  answers[1]?.();
  await here.until(() => here.order.includes('attached'));
  answers[0]?.();
  assert.equal(await left.closed(), closeCodes.replaced);
  process?.print('still here');
  await here.until(() => here.text === 'still here');
  const other = new TestBrowser(server, formatAttachQuery({ ...open, client: 'client-of-another-page' }));
  await other.until(() => other.text === 'still here');
  assert.equal(here.socket.readyState, WebSocket.OPEN);
});

test('what is refused before 101, and how', async () => {
  await using server = await startTestServer();
  const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' };
  const good = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': subprotocol, ...key };
  const login = server.bearer;
  const path = `${attachPath}?${formatAttachQuery(open)}`;
  const cases: readonly (readonly [status: number, path: string, headers: Record<string, string>])[] = [
    [404, '/elsewhere', { ...good, ...login }],
    [401, path, good],
    [401, path, { ...good, cookie: 'podbay=guess' }],
    [403, path, { ...good, cookie: server.cookie }],
    [400, path, { ...good, ...login, 'impersonate-user': 'admin' }],
    [400, `${path}&x=${'x'.repeat(8192)}`, { ...good, ...login }],
    [403, path, { ...good, ...login, origin: 'http://evil.example' }],
    [403, path, { ...good, ...login, host: 'evil.example' }],
    [400, path, { ...good, ...login, 'sec-websocket-protocol': 'other' }],
    [400, path, { ...good, ...login, 'sec-websocket-key': 'short' }],
  ];
  for (const [status, url, headers] of cases) {
    const upgrade = request(`http://${server.host}${url}`, { headers });
    upgrade.end();
    const [response] = await once(upgrade, 'response');
    response.resume();
    assert.equal(response.statusCode, status, `${url} ${JSON.stringify(headers)}`);
  }
  assert.equal(server.store.size, 0);
});

test('who attaches too often waits; who sends too much is closed and may resume', async () => {
  await using server = await startTestServer({ attachBurst: 2 });
  const first = new TestBrowser(server, formatAttachQuery(open));
  await first.until(() => first.order.includes('attached'));
  first.socket.send(Buffer.alloc(100_001));
  assert.equal(await first.closed(), 1009);
  const resume = formatAttachQuery({ ...open, type: 'resume', offset: 0, size: undefined });
  const second = new TestBrowser(server, resume);
  await second.until(() => second.order.includes('attached'));
  const third = new TestBrowser(server, resume);
  assert.equal(await third.closed(), closeCodes.ended);
  const [refused] = third.messages;
  assert.ok(refused?.type === 'refused');
  assert.equal(refused.refusal.code, 'limit');
  assert.ok(Number(refused.refusal.details?.retryAfterMs) > 0);
  assert.equal(server.errors.length, 0);
});

test('what is refused after 101 is told in words and closed for good', async () => {
  await using server = await startTestServer();
  const pod = (name: string) => formatAttachQuery({ ...open, target: { ...open.target, pod: name } });
  const cases: readonly (readonly [query: string, code: string])[] = [
    ['', 'bad-request'],
    [pod('../../x?'), 'bad-request'],
    [formatAttachQuery({ ...open, size: { cols: 0, rows: 1.5 } }), 'bad-request'],
    [`${formatAttachQuery(open)}&session=short`.replace(open.session, 'short'), 'bad-request'],
    [pod('forbidden'), 'forbidden'],
    [pod('broken'), 'internal'],
  ];
  for (const [query, code] of cases) {
    const browser = new TestBrowser(server, query);
    assert.equal(await browser.closed(), closeCodes.ended);
    const message = browser.messages[0];
    assert.equal(message?.type === 'refused' ? message.refusal.code : message?.type, code, query);
    assert.doesNotMatch(JSON.stringify(message), /secret/);
  }
  const unknown = new TestBrowser(server, formatAttachQuery({ ...open, type: 'resume', offset: 0 }));
  assert.equal(await unknown.closed(), closeCodes.noSession);
});

test('a message that the protocol does not allow ends the connection, not the session', async () => {
  await using server = await startTestServer();
  for (const bad of [
    'nonsense',
    '[]',
    '{"type":"resize","cols":0,"rows":1}',
    '{"type":"ack","offset":9999}',
    '{"type":"x"}',
  ]) {
    const session = `session-${Math.random().toString(36).padEnd(20, '0')}`.replace('.', '');
    const browser = new TestBrowser(server, formatAttachQuery({ ...open, session }));
    await browser.until(() => browser.order.includes('attached'));
    browser.socket.send(bad);
    assert.equal(await browser.closed(), closeCodes.badRequest, bad);
    assert.ok(server.store.find(session, 'local'));
  }
  assert.equal(server.errors.length, 0);
});

test('a browser that answers no ping is dropped; one that has output to parse gets four times as long', async () => {
  await using server = await startTestServer({ heartbeatMs: 100 });
  const connect = (query: string) => {
    const url = `ws://${server.host}${attachPath}?${query}`;
    return new WebSocket(url, subprotocol, { headers: server.bearer, autoPong: false });
  };
  const stalled = connect(formatAttachQuery(open));
  await once(stalled, 'open');
  const idle = connect(formatAttachQuery({ ...open, session: 'session-9876543210' }));
  const ends: string[] = [];
  idle.on('close', () => ends.push('idle'));
  stalled.on('close', () => ends.push('stalled'));
  const process = await server.processes[0]?.start();
  process?.print('to be parsed');
  await once(idle, 'close');
  await sleep(100);
  assert.deepEqual(ends, ['idle']);
  await once(stalled, 'close');
});
