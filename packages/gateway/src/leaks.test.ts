import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import diagnosticsChannel from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import type { Target } from '@podbay/protocol';
import { TerminalClient } from './testing/demo-gateway.ts';
import { type LeakBed, startLeakBed } from './testing/leak-bed.ts';
import { startRelay } from './testing/relay.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const playground = { namespace: 'default', pod: 'playground', container: 'shell' };
let demo: DemoCluster;
let dir: string;

before(async () => {
  demo = await startDemoCluster();
  dir = mkdtempSync(join(tmpdir(), 'podbay-leaks-'));
  await using bed = await startLeakBed(demo);
  await untilRunning(bed, playground.pod);
});
after(async () => {
  await demo.close();
  rmSync(dir, { recursive: true });
});
afterEach(() => {
  demo.faults.clear();
  demo.setPath('B');
});

/** Until its status tells so, it can't be opened. */
async function untilRunning(bed: LeakBed, pod: string): Promise<void> {
  for (let i = 0; i < 100 && (await podStatus(bed, pod)) !== 'Running'; i++) await sleep(100);
}

async function podStatus(bed: LeakBed, name: string): Promise<string | undefined> {
  const pods = await bed.cluster.pods('', AbortSignal.timeout(5_000));
  return pods.find(pod => pod.name === name)?.status;
}

/** The nth pod whose name begins so; deleting one does not disturb the rows that use others. */
async function podOf(bed: LeakBed, prefix: string): Promise<Omit<Target, 'context'>> {
  const pods = await bed.cluster.pods('', AbortSignal.timeout(5_000));
  const pod = pods.find(({ name, status }) => name.startsWith(prefix) && status === 'Running');
  assert.ok(pod, prefix);
  return { namespace: pod.namespace, pod: pod.name, container: pod.defaultContainer };
}

async function deletePod(
  bed: LeakBed,
  { namespace, pod }: Omit<Target, 'context'>,
  graceSeconds = 0,
): Promise<void> {
  const { client } = bed.cluster;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}`;
  await client.delete(path, { query: { gracePeriodSeconds: String(graceSeconds) } });
}

test('a terminal that is open holds no request to the API server', async () => {
  const requests: WeakRef<ClientRequest>[] = [];
  const handleRequest = (message: unknown) =>
    requests.push(new WeakRef((message as { request: ClientRequest }).request));
  diagnosticsChannel.subscribe('http.client.request.start', handleRequest);
  await using bed = await startLeakBed(demo);
  const client = await bed.shell(playground);
  diagnosticsChannel.unsubscribe('http.client.request.start', handleRequest);
  // What a weak reference was asked for, or made of, lives until the turn's end.
  await sleep(10);
  collectGarbage();
  const paths = requests.map(request => request.deref()?.path).filter(path => path !== undefined);
  assert.ok(requests.length > 2);
  assert.deepEqual(
    paths.filter(path => !path.includes('watch=true')),
    [],
  );
  client.type('echo st$((1))ll\r');
  await client.until(() => client.text.includes('st1ll'));
});

describe('nothing is left when the browser', () => {
  const rows: Readonly<Record<string, (client: TerminalClient) => void>> = {
    'closes cleanly': ({ socket }) => socket.close(1001),
    'resets its connection': ({ socket }) => socket.terminate(),
    'says that it wants to end it': client => client.send({ type: 'end' }),
  };
  for (const [name, leave] of Object.entries(rows)) {
    test(name, async () => {
      await using bed = await startLeakBed(demo);
      const client = await bed.shell(playground);
      client.type('trap "" HUP; sleep 300 & sleep 301\r');
      await client.until(() => client.text.includes('sleep 301'));
      leave(client);
      await bed.untilOver();
      const [reaped] = bed.events('session.reaped');
      assert.equal(reaped?.reap?.result, 'reaped');
      assert.equal(bed.events('session.ended').length, 1);
    });
  }

  test('is half-open: it neither answers nor closes', async () => {
    await using bed = await startLeakBed(demo);
    const relay = await startRelay(bed.port);
    await bed.shell(playground, { port: relay.port });
    relay.stall();
    await bed.untilOver();
    assert.equal(bed.events('session.ended')[0]?.cause, 'grace');
    await relay.close();
  });

  test('leaves while the exec is on its way', async () => {
    await using bed = await startLeakBed(demo);
    demo.faults.inject({ type: 'handshake-delay', delayMs: 500 });
    const clients = Array.from({ length: 10 }, () => bed.open(playground));
    await Promise.all(clients.map(client => client.until(() => client.find('attached') !== undefined)));
    for (const [index, { socket }] of clients.entries()) setTimeout(() => socket.terminate(), index * 60);
    await sleep(700);
    await bed.untilOver(15_000);
  });

  test('does not read what a flood prints', async () => {
    await using bed = await startLeakBed(demo);
    const client = await bed.shell(playground);
    client.acknowledging = false;
    client.type('yes\r');
    await client.until(() => client.text.length > 300_000);
    client.socket.pause();
    await sleep(500);
    client.socket.terminate();
    await bed.untilOver();
  });
});

describe('nothing is left when the shell', () => {
  for (const code of [0, 3, 137]) {
    test(`exits ${code}`, async () => {
      await using bed = await startLeakBed(demo);
      const client = await bed.shell(playground);
      client.type(`exit ${code}\r`);
      await client.closed;
      assert.deepEqual(client.find('exit')?.outcome, { type: 'exited', code });
      await bed.untilOver();
      const [ended] = bed.events('session.ended');
      assert.deepEqual([ended?.outcome, ended?.exitCode], ['exited', code]);
    });
  }

  test('does not read a paste of 10 MB', async () => {
    await using bed = await startLeakBed(demo);
    const client = await bed.shell(playground);
    client.type('sleep 1000\r');
    for (let i = 0; i < 40; i++) client.socket.send(Buffer.alloc(256 * 1024, 'x'));
    await sleep(300);
    client.socket.terminate();
    await bed.untilOver();
  });
});

describe('nothing is left when the cluster', () => {
  test('drops the connection without a status', async () => {
    await using bed = await startLeakBed(demo);
    demo.faults.inject({ type: 'reset', afterMs: 600 }, { nextStreams: 1 });
    const client = bed.open(playground);
    await client.closed;
    assert.equal(client.find('exit')?.outcome.type, 'lost');
    await bed.untilOver();
    assert.equal(bed.events('session.reaped')[0]?.reap?.result, 'reaped');
  });

  test('reports a success that is none', async () => {
    await using bed = await startLeakBed(demo);
    demo.faults.inject({ type: 'lost-runtime', afterMs: 600 }, { nextStreams: 1 });
    const client = bed.open(playground);
    await client.closed;
    assert.equal(client.find('exit')?.outcome.type, 'lost');
    await bed.untilOver();
  });

  test('is half-open: nothing passes any more', async () => {
    await using bed = await startLeakBed(demo);
    const client = await bed.shell(playground);
    demo.faults.inject({ type: 'stall' });
    await sleep(100);
    client.socket.terminate();
    await sleep(500);
    demo.faults.clear();
    await bed.untilOver();
  });

  test('deletes the pod', async () => {
    await using bed = await startLeakBed(demo);
    const place = await podOf(bed, 'ledger');
    const client = await bed.shell(place);
    await deletePod(bed, place);
    await client.closed;
    assert.ok(client.find('exit') !== undefined);
    await bed.untilOver();
  });

  test('deletes the pod and the connection stays, silent', async () => {
    await using bed = await startLeakBed(demo);
    const place = await podOf(bed, 'api');
    const client = await bed.shell(place);
    demo.faults.inject({ type: 'stall' });
    await deletePod(bed, place);
    await client.closed;
    assert.deepEqual(client.find('exit')?.outcome, { type: 'ended', reason: 'container-gone' });
    assert.equal(bed.events('session.ended')[0]?.cause, 'container-gone');
    demo.faults.clear();
    await bed.untilOver();
  });

  test('deletes the pod with a grace period', async () => {
    await using bed = await startLeakBed(demo);
    const place = await podOf(bed, 'worker');
    const client = await bed.shell(place);
    client.type('trap "" TERM HUP\r');
    await deletePod(bed, place, 2);
    await client.closed;
    assert.ok(client.find('exit') !== undefined);
    await bed.untilOver();
  });

  test('falls silent: nobody says that the connection is gone', async () => {
    const execTiming = { pingIntervalMs: 500, silenceLimitMs: 3_000, startGraceMs: 100 };
    await using bed = await startLeakBed(demo, { execTiming });
    const client = await bed.shell(playground);
    demo.faults.inject({ type: 'stall' }, { openStreams: true });
    await client.closed;
    assert.equal(client.find('exit')?.outcome.type, 'lost');
    demo.faults.clear();
    await bed.untilOver();
    assert.equal(bed.events('session.reaped')[0]?.reap?.result, 'reaped');
  });

  test('reaches its own deadline for connections', async t => {
    const strict = await startDemoCluster({ streamIdleMs: 4_000 });
    t.after(() => strict.close());
    await using bed = await startLeakBed(strict);
    await untilRunning(bed, playground.pod);
    const client = bed.open(playground, { command: ['sleep', '300'] });
    await client.closed;
    assert.equal(client.find('exit')?.outcome.type, 'lost');
    await bed.untilOver();
    assert.equal(bed.events('session.reaped')[0]?.reap?.result, 'reaped');
  });

  test('cuts the connections of 50 sessions at once', async t => {
    const relay = await startRelay(Number(new URL(demo.url).port));
    t.after(() => relay.close());
    await using bed = await startLeakBed(demo, { apiPort: relay.port });
    const clients: TerminalClient[] = [];
    for (let group = 0; group < 10; group++) {
      clients.push(...(await Promise.all(Array.from({ length: 5 }, () => bed.shell(playground)))));
    }
    assert.equal((await bed.marked()).length, 50);
    relay.cut();
    await Promise.all(clients.map(({ closed }) => closed));
    await bed.untilOver(20_000);
  });

  test('refuses the exec 500 times', async () => {
    await using bed = await startLeakBed(demo, { limits: { attachBurst: 2_000, heartbeatMs: 5_000 } });
    for (let round = 0; round < 10; round++) {
      const nowhere = { ...playground, pod: 'there-is-none' };
      const clients = Array.from({ length: 50 }, () => bed.open(nowhere));
      await Promise.all(clients.map(({ closed }) => closed));
      const told = clients.filter(client => client.find('refused') !== undefined);
      const others = await Promise.all(
        clients.filter(client => !told.includes(client)).map(({ closed }) => closed),
      );
      assert.deepEqual(others, [], 'the close codes of those that were not told why');
    }
    await bed.untilOver();
    assert.match(await bed.gateway.metrics(), /podbay_sessions_ended_total\{outcome="failed"\} 500/);
  });
});

describe('nothing is left when the gateway', () => {
  test('shuts down with 50 sessions', async () => {
    const bed = await startLeakBed(demo, { limits: { heartbeatMs: 5_000 } });
    await Promise.all(Array.from({ length: 50 }, () => bed.shell(playground)));
    assert.match(await bed.gateway.metrics(), /podbay_sessions\{state="running"\} 50/);
    // It asserts that nothing is left.
    await bed[Symbol.asyncDispose]();
    assert.equal(bed.events('session.reaped').length, 50);
  });

  test('is killed, once it is started again', async () => {
    const stateDir = join(dir, 'state');
    const kubeconfig = join(dir, 'kubeconfig');
    writeFileSync(kubeconfig, demo.kubeconfig);
    const script = join(import.meta.dirname, 'testing', 'gateway-process.ts');
    const argv = ['--conditions=source', script, kubeconfig, stateDir];
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { host, cookie } = JSON.parse(line.toString()) as { host: string; cookie: string };
    const target = { ...playground, context: demo.context };
    const size = { cols: 80, rows: 24 };
    const clients = Array.from({ length: 5 }, () => {
      const ids = { session: randomUUID(), client: randomUUID() };
      return new TerminalClient(host, cookie, { type: 'open', ...ids, target, size, command: [] });
    });
    await Promise.all(clients.map(client => client.until(() => client.text.length > 0)));
    await using bed = await startLeakBed(demo);
    bed.open({ ...playground }).socket.terminate(); // so that it looks there
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok((await bed.marked()).length >= 5);
    {
      await using next = await startLeakBed(demo, { stateDir });
      while (next.events('session.reaped').length < 5) await sleep(50);
      for (const { reap, pod, session } of next.events('session.reaped')) {
        assert.ok(
          reap?.result === 'reaped' && reap.recovered && reap.left.length === 0,
          JSON.stringify(reap),
        );
        assert.equal(pod, playground.pod);
        assert.match(session ?? '', /^[0-9a-f-]{36}$/);
      }
    }
    await bed.untilOver();
    assert.deepEqual(readdirSync(stateDir), []);
  });
});
