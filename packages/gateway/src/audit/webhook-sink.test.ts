import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AuditEvent, toAuditEvent } from './audit-event.ts';
import { WebhookSink } from './webhook-sink.ts';

const timing = { batchMs: 5, retryMs: 5, maxRetryMs: 20, timeoutMs: 10_000, closeMs: 500 };

function newEvent(user: string): AuditEvent {
  return toAuditEvent({ time: '2026-01-02T03:04:05Z', event: 'login', user });
}

async function startWebhook(t: { after(end: () => void): void }) {
  const state = { status: 200, lists: [] as { items: AuditEvent[]; kind: string }[], authorization: '' };
  const server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    state.authorization = request.headers.authorization ?? '';
    if (state.status === 200) state.lists.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(state.status).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const dir = mkdtempSync(join(tmpdir(), 'podbay-webhook-'));
  t.after(() => {
    server.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const users = () => state.lists.flatMap(({ items }) => items.map(({ user }) => user.username));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events`);
  const until = async (condition: () => boolean) => {
    const deadline = Date.now() + 5000;
    while (!condition()) {
      assert.ok(Date.now() < deadline, `only ${users()}`);
      await sleep(5);
    }
  };
  return { state, users, until, url, dir, queueDir: join(dir, 'queue') };
}

test('events come in lists, in order, with the token that the file has now', async t => {
  const { state, users, until, url, dir, queueDir } = await startWebhook(t);
  const tokenFile = join(dir, 'token');
  writeFileSync(tokenFile, 'one\n');
  const sink = new WebhookSink({ url, queueDir, maxBytes: 1e6, timing, tokenFile });
  for (const user of ['a', 'b', 'c']) sink.write(newEvent(user));
  await until(() => users().length === 3);
  assert.equal(state.authorization, 'Bearer one');
  assert.equal(state.lists[0]?.kind, 'EventList');
  writeFileSync(tokenFile, 'two');
  sink.write(newEvent('d'));
  await until(() => users().length === 4);
  assert.equal(state.authorization, 'Bearer two');
  assert.deepEqual(users(), ['a', 'b', 'c', 'd']);
  await sink.close();
  assert.deepEqual(readdirSync(queueDir), []);
});

test('what is refused is sent again until it is taken, and that is told once', async t => {
  const { state, users, until, url, queueDir } = await startWebhook(t);
  state.status = 503;
  const told: string[] = [];
  const sink = new WebhookSink({
    url,
    queueDir,
    maxBytes: 1e6,
    timing,
    onDelivery: ({ type }) => told.push(type),
  });
  sink.write(newEvent('a'));
  sink.write(newEvent('b'));
  await until(() => told.length > 0);
  await sleep(30);
  state.status = 200;
  await until(() => users().length === 2 && told.length === 2);
  assert.deepEqual(
    [users(), told],
    [
      ['a', 'b'],
      ['failing', 'working'],
    ],
  );
  await sink.close();
});

test('what could not be delivered stays on disk, and the next one delivers it', async t => {
  const { state, users, until, url, queueDir } = await startWebhook(t);
  state.status = 500;
  const first = new WebhookSink({ url, queueDir, maxBytes: 1e6, timing });
  first.write(newEvent('a'));
  await first.close();
  assert.equal(readdirSync(queueDir).length, 1);
  // This process lives on, and would count as the owner still.
  const [name = ''] = readdirSync(queueDir);
  const owner = JSON.stringify({
    host: (await import('node:os')).hostname(),
    boot: 'another',
    pid: 1,
    start: '',
  });
  writeFileSync(join(queueDir, name, 'owner.json'), owner);
  state.status = 200;
  const second = new WebhookSink({ url, queueDir, maxBytes: 1e6, timing });
  await until(() => users().length === 1);
  assert.deepEqual(users(), ['a']);
  await second.close();
  assert.deepEqual(readdirSync(queueDir), []);
});

test('a process that is killed loses no event', async t => {
  const { users, until, url, queueDir } = await startWebhook(t);
  const child = spawn(
    process.execPath,
    ['--conditions=source', fileURLToPath(new URL('./testing/write-events.ts', import.meta.url)), queueDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const sink = new WebhookSink({ url, queueDir, maxBytes: 1e7, timing });
  await until(() => users().length >= 500);
  assert.deepEqual(
    users(),
    Array.from({ length: 500 }, (_, number) => String(number)),
  );
  await sink.close();
});

test('a queue that is full is an error, and so is one that can not be made', async t => {
  const { state, url, dir, queueDir } = await startWebhook(t);
  state.status = 500;
  const sink = new WebhookSink({ url, queueDir, maxBytes: 400, timing });
  sink.write(newEvent('a'));
  assert.throws(() => sink.write(newEvent('b')), { code: 'queue-full' });
  await sink.close();
  writeFileSync(join(dir, 'file'), '');
  assert.throws(() => new WebhookSink({ url, queueDir: join(dir, 'file'), maxBytes: 1, timing }), {
    code: 'EEXIST',
  });
});
