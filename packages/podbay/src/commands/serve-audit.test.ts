import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTerminal } from '../testing/open-terminal.ts';
import { Cli } from '../testing/run-cli.ts';

const playground = { context: 'demo', namespace: 'default', pod: 'playground', container: 'shell' };
const typed = 'typed-secret-8c1f';
const webhookToken = 'webhook-secret-77ab';

interface Listed {
  readonly event: string;
  readonly objectRef?: { readonly name: string };
  readonly user: { readonly username: string };
  readonly sourceIPs: readonly string[];
  readonly policy?: object;
}

async function until(condition: () => boolean, words: () => string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, words());
    await sleep(20);
  }
}

async function startWebhook(bodies: string[]) {
  const server = createServer(async (request: IncomingMessage, response) => {
    assert.equal(request.headers.authorization, `Bearer ${webhookToken}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    bodies.push(Buffer.concat(chunks).toString());
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

test('every sink gets every event, and none of them what was typed or a token', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-serve-audit-'));
  const bodies: string[] = [];
  const { server, port } = await startWebhook(bodies);
  t.after(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  const file = join(dir, 'audit.log');
  writeFileSync(join(dir, 'token'), webhookToken);
  const config = join(dir, 'podbay.yaml');
  const webhook = { url: `http://127.0.0.1:${port}/`, tokenFile: join(dir, 'token') };
  const audit = { failure: 'closed', stdout: true, file: { path: file }, webhook };
  const rule = { name: 'no uploads', match: { namespace: 'default' }, effect: 'allow', noUpload: true };
  writeFileSync(config, JSON.stringify({ audit, policy: { default: 'deny', rules: [rule] } }));
  const args = [
    'serve',
    '--demo',
    '--log-level',
    'trace',
    '--port',
    '0',
    '--no-open',
    '--config',
    config,
    '--state-dir',
    join(dir, 'state'),
  ];
  const cli = new Cli(args);
  await using _ = cli;
  await until(
    () => /Podbay is ready/.test(cli.stderr),
    () => cli.stderr,
  );
  const [, url = ''] = /Podbay is ready: (http\S+)/.exec(cli.stderr) ?? [];
  const terminal = await openTerminal(url, playground, ['sh']);
  terminal.send(Buffer.from(`echo ${typed}; exit 3\r`));
  await once(terminal, 'close');
  await until(
    () => /"session.ended"/.test(cli.stdout),
    () => cli.stdout,
  );
  cli.child.kill('SIGTERM');
  assert.equal((await cli.ended).code, 0);
  const written = readFileSync(file, 'utf8');
  const events = parse(written);
  const names = events.map(({ event }) => event);
  for (const name of ['login', 'policy.decided', 'session.created', 'session.attached', 'session.ended'])
    assert.ok(names.includes(name), `${name} is missing in ${names}`);
  assert.deepEqual(parse(cli.stdout), events);
  const delivered = bodies.flatMap(body => (JSON.parse(body) as { items: Listed[] }).items);
  assert.deepEqual(delivered, events);
  const ended = events.find(({ event }) => event === 'session.ended');
  assert.partialDeepStrictEqual(ended, {
    user: { username: 'local' },
    sourceIPs: ['127.0.0.1'],
    objectRef: { name: 'playground' },
    session: { command: ['sh'], outcome: 'exited', exitCode: 3 },
  });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(dir, 'state', 'audit')), []);
  const token = new URL(url).searchParams.get('token') ?? 'none';
  for (const secret of [typed, webhookToken, token]) {
    for (const place of [written, cli.stdout, ...bodies]) assert.ok(!place.includes(secret), secret);
  }
  const kept = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name !== 'token')
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  assert.ok(kept.length >= 2, 'the audit and the configuration at least');
  // The link is printed, and nothing else of this is: neither on disk nor in the log.
  for (const secret of [typed, webhookToken])
    for (const place of [cli.stderr, ...kept]) assert.ok(!place.includes(secret), secret);
  for (const place of kept) assert.ok(!place.includes(token), 'the link’s token');
});

function parse(lines: string): readonly Listed[] {
  return lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}

test('a session is refused in words by a rule, and while the audit can not be written', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-serve-audit-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const config = join(dir, 'podbay.yaml');
  const rules = [
    { match: { pod: 'playground', user: 'local' }, effect: 'deny', message: 'Ask the demo team.' },
  ];
  const audit = { failure: 'closed', file: { path: '/dev/full' } };
  writeFileSync(config, JSON.stringify({ policy: { rules } }));
  const serve = [
    'serve',
    '--demo',
    '--port',
    '0',
    '--no-open',
    '--state-dir',
    join(dir, 'state'),
    '--config',
  ];
  await using denying = new Cli([...serve, config]);
  const [, url = ''] = await denying.waitFor(/Podbay is ready: (http\S+)/);
  await assert.rejects(
    openTerminal(url, playground, []),
    /"code":"forbidden","message":"Ask the demo team\."/,
  );
  const broken = join(dir, 'broken.yaml');
  writeFileSync(broken, JSON.stringify({ audit }));
  await using failing = new Cli([...serve, broken]);
  const [, other = ''] = await failing.waitFor(/Podbay is ready: (http\S+)/);
  await assert.rejects(openTerminal(other, playground, []), /"code":"audit-unavailable"/);
  assert.match(failing.stderr, /the audit can not be written/);
});
