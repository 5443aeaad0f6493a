import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import type { RecordingSummary } from '@podbay/protocol';
import { CastFile, type CastSink } from './recorder/cast-file.ts';
import type { SessionVerdict } from './session-policy.ts';
import { TerminalClient } from './testing/demo-gateway.ts';
import { type LeakBed, startLeakBed } from './testing/leak-bed.ts';

const playground = { namespace: 'default', pod: 'playground', container: 'shell' };
const always = (): SessionVerdict => ({ type: 'allowed', record: true });
const quick = { accessCheckMs: 600, graceMs: 5_000 };
let demo: DemoCluster;
let root: string;
let directory: string;

before(async () => {
  demo = await startDemoCluster();
  root = mkdtempSync(join(tmpdir(), 'podbay-recording-'));
  directory = join(root, 'recordings');
  await using bed = await startLeakBed(demo);
  const isRunning = async () =>
    (await bed.cluster.pods('default', AbortSignal.timeout(5_000))).some(
      ({ name, status }) => name === playground.pod && status === 'Running',
    );
  while (!(await isRunning())) await sleep(50);
});
after(async () => {
  await demo.close();
  rmSync(root, { recursive: true });
});
afterEach(() => {
  assert.deepEqual(openCasts(), []);
  rmSync(directory, { recursive: true, force: true });
});

type Row = readonly [seconds: number, type: string, data: string];

function rowsOf(cast: string): readonly Row[] {
  assert.ok(cast.endsWith('\n'));
  return cast
    .trimEnd()
    .split('\n')
    .slice(1)
    .map(line => JSON.parse(line) as Row);
}

function shownIn(rows: readonly Row[]): string {
  return rows
    .filter(([, type]) => type === 'o')
    .map(([, , data]) => data)
    .join('');
}

/** Recordings that this process has open. */
function openCasts(): readonly string[] {
  const descriptors = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
  return descriptors.flatMap(descriptor => {
    try {
      return [readlinkSync(`/proc/self/fd/${descriptor}`)].filter(path => path.endsWith('.cast'));
    } catch {
      return [];
    }
  });
}

async function until(condition: () => boolean, words: () => string): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition(); await sleep(20)) {
    assert.ok(Date.now() < deadline, words());
  }
}

function recordingOf(bed: LeakBed): string {
  const [ended] = bed.events('recording.ended');
  return readFileSync(join(directory, ended?.recording?.file ?? ''), 'utf8');
}

test('what a session shows is recorded, to its last byte, and its user alone gets it', async () => {
  const recording = { directory, failure: 'closed' } as const;
  await using bed = await startLeakBed(demo, { recording, policy: always });
  const [ada, bob] = [bed.logins.add('ada'), bed.logins.add('bob')];
  const client = await bed.shell(playground, { login: ada });
  const told = client.messages.map(({ type }) => type);
  assert.ok(told.indexOf('recording') < told.indexOf('started'), String(told));
  assert.match(await bed.gateway.metrics(), /\npodbay_recordings_open 1\n/);
  client.send({ type: 'resize', cols: 101, rows: 31 });
  client.type('stty -echo; PS1=; read hidden\r');
  await sleep(300);
  client.type('typed-secret\r');
  client.type('printf "h\\303"; sleep 0.2; printf "\\251h \\377|"; exit\r');
  await client.closed;
  await bed.untilOver();
  await until(
    () => bed.events('recording.ended').length === 1,
    () => JSON.stringify(bed.audit),
  );
  const cast = recordingOf(bed);
  const rows = rowsOf(cast);
  assert.equal(shownIn(rows), client.text);
  assert.match(client.text, /héh \ufffd\|/);
  assert.ok(!cast.includes('typed-secret'));
  assert.deepEqual(
    rows.filter(([, type]) => type === 'r').map(([, , data]) => data),
    ['101x31'],
  );
  const [started] = bed.events('recording.started');
  const [ended] = bed.events('recording.ended');
  assert.deepEqual([started?.user, started?.recording?.file], ['ada', ended?.recording?.file]);
  assert.equal(ended?.recording?.bytes, Buffer.byteLength(cast));
  const metrics = await bed.gateway.metrics();
  assert.match(metrics, /\npodbay_recordings_open 0\n/);
  assert.match(metrics, new RegExp(`\npodbay_recorded_bytes_total ${Buffer.byteLength(cast)}\n`));

  const answer = await bed.request('/recordings', { login: ada });
  const { recordings } = (await answer.json()) as { recordings: readonly RecordingSummary[] };
  assert.partialDeepStrictEqual(recordings, [{ target: playground, bytes: Buffer.byteLength(cast) }]);
  const path = `/recordings/${recordings[0]?.id}`;
  const own = await bed.request(path, { login: ada });
  assert.equal(own.headers.get('content-type'), 'application/x-asciicast');
  assert.equal(await own.text(), cast);
  assert.equal((await bed.request(path, { login: ada, method: 'HEAD' })).status, 200);
  const others = await bed.request(path, { login: bob });
  const unknown = await bed.request('/recordings/20260301T091244120Z-nobody-has-this-one', { login: bob });
  assert.deepEqual([others.status, unknown.status], [404, 404]);
  assert.equal(await others.text(), await unknown.text());
  assert.deepEqual(await (await bed.request('/recordings', { login: bob })).json(), { recordings: [] });
  for (const trick of ['..', '..%2f..%2fetc%2fpasswd', `..%2f${recordings[0]?.id}`, '%00'])
    assert.equal((await bed.request(`/recordings/${trick}`, { login: ada })).status, 404, trick);
});

test('who comes later is told, and a second viewer is recorded no second time', async () => {
  const recording = { directory, failure: 'closed' } as const;
  await using bed = await startLeakBed(demo, { recording, policy: always });
  const client = await bed.shell(playground);
  const second = bed.resume(client.find('attached')?.session ?? '');
  await second.until(() => second.find('attached') !== undefined);
  assert.equal(second.find('attached')?.recording, true);
  client.type('exit\r');
  await client.closed;
  await bed.untilOver();
  await until(
    () => bed.events('recording.ended').length === 1,
    () => JSON.stringify(bed.audit),
  );
  assert.equal(shownIn(rowsOf(recordingOf(bed))), client.text);
});

test('a session that can not be recorded is refused; with `open` it goes on', async () => {
  writeFileSync(join(root, 'no-directory'), '');
  const impossible = join(root, 'no-directory', 'recordings');
  for (const recording of [{ directory: impossible, failure: 'closed' } as const, undefined]) {
    await using bed = await startLeakBed(demo, { policy: always, ...(recording && { recording }) });
    const client = bed.open(playground);
    await client.closed;
    assert.equal(client.find('refused')?.refusal.code, 'recording-unavailable');
    assert.equal(client.find('started'), undefined);
    assert.equal(bed.events('recording.failed').length, recording === undefined ? 0 : 1);
  }
  const recording = { directory: impossible, failure: 'open' } as const;
  await using bed = await startLeakBed(demo, { recording, policy: always });
  const client = await bed.shell(playground);
  assert.equal(client.find('recording'), undefined);
  assert.match(bed.events('recording.failed')[0]?.recording?.message ?? '', /ENOTDIR/);
  assert.match(await bed.gateway.metrics(), /\npodbay_recording_failures_total 1\n/);
  client.send({ type: 'end' });
  await bed.untilOver();
});

/** A disk that is full from some moment on. */
function failingDisk() {
  const disk = { isFull: false };
  const createFile = (...file: ConstructorParameters<typeof CastFile>): CastSink => {
    if (disk.isFull) throw new Error('disk full');
    const real = new CastFile(...file);
    return {
      get bytes() {
        return real.bytes;
      },
      append: async lines => {
        if (disk.isFull) throw new Error('disk full');
        await real.append(lines);
      },
      close: () => real.close(),
    };
  };
  return { disk, createFile };
}

test('a recording that fails ends its session, which is reaped', async () => {
  const { disk, createFile } = failingDisk();
  const recording = { directory, failure: 'closed', createFile } as const;
  await using bed = await startLeakBed(demo, { recording, policy: always });
  const client = await bed.shell(playground);
  disk.isFull = true;
  client.type('echo on\r');
  await client.closed;
  assert.deepEqual(client.find('exit')?.outcome, { type: 'ended', reason: 'recording-failed' });
  await bed.untilOver();
  assert.equal(bed.events('session.ended')[0]?.cause, 'recording-failed');
  assert.match(bed.events('recording.failed')[0]?.recording?.message ?? '', /disk full/);
  assert.partialDeepStrictEqual(bed.events('session.reaped').at(-1)?.reap, { result: 'reaped' });
});

test('with `open` the session goes on, its viewers know, and recording begins anew when it can', async () => {
  const { disk, createFile } = failingDisk();
  const recording = { directory, failure: 'open', createFile } as const;
  await using bed = await startLeakBed(demo, { recording, policy: always, limits: quick });
  const client = await bed.shell(playground);
  const states = () => client.messages.flatMap(one => (one.type === 'recording' ? [one.on] : []));
  disk.isFull = true;
  client.type('echo unre"corded"\r');
  await client.until(() => states().length === 2);
  assert.equal(bed.events('session.ended').length, 0);
  disk.isFull = false;
  await client.until(() => states().length === 3);
  assert.deepEqual(states(), [true, false, true]);
  client.type('echo a"gain"; exit\r');
  await client.closed;
  await bed.untilOver();
  await until(
    () => bed.events('recording.ended').length === 1,
    () => JSON.stringify(bed.audit),
  );
  const rows = rowsOf(recordingOf(bed));
  assert.match(rows[0]?.[2] ?? '', /^recorded from here on: \d+ bytes of output came before$/);
  assert.match(shownIn(rows), /again/);
});

test('a policy that begins to demand it has the rest recorded, and says that it began late', async () => {
  let verdict: SessionVerdict = { type: 'allowed' };
  const recording = { directory, failure: 'closed' } as const;
  await using bed = await startLeakBed(demo, { recording, policy: () => verdict, limits: quick });
  const client = await bed.shell(playground);
  assert.equal(client.find('recording'), undefined);
  verdict = { type: 'allowed', record: true };
  await client.until(() => client.find('recording')?.on === true);
  verdict = { type: 'allowed' };
  await sleep(900);
  client.type('echo la"ter"; exit\r');
  await client.closed;
  await bed.untilOver();
  await until(
    () => bed.events('recording.ended').length === 1,
    () => JSON.stringify(bed.audit),
  );
  const rows = rowsOf(recordingOf(bed));
  assert.deepEqual([rows[0]?.[1], shownIn(rows).includes('later')], ['m', true]);
  assert.ok(!shownIn(rows).includes('re1ady'));
  assert.equal(client.messages.filter(({ type }) => type === 'recording').length, 1, 'it goes on to the end');
});

test('a running session that must be recorded from now on, and can not be, ends', async () => {
  let verdict: SessionVerdict = { type: 'allowed' };
  await using bed = await startLeakBed(demo, { policy: () => verdict, limits: quick });
  const client = await bed.shell(playground);
  verdict = { type: 'allowed', record: true };
  await client.closed;
  assert.deepEqual(client.find('exit')?.outcome, { type: 'ended', reason: 'recording-failed' });
  await bed.untilOver();
});

test('a gateway that closes has written everything', async () => {
  const recording = { directory, failure: 'closed' } as const;
  let shown: string;
  const bed = await startLeakBed(demo, { recording, policy: always });
  {
    await using _ = bed;
    const client = await bed.shell(playground);
    client.type('seq 2000\r');
    await client.until(() => client.text.includes('\n2000\r\n'));
    shown = client.text;
  }
  assert.ok(shownIn(rowsOf(recordingOf(bed))).startsWith(shown));
});

test('after a crash in the middle of a flood there are whole lines, and at most one that is not', async () => {
  const kubeconfig = join(root, 'kubeconfig');
  writeFileSync(kubeconfig, demo.kubeconfig);
  const script = new URL('./testing/gateway-process.ts', import.meta.url).pathname;
  const args = ['--conditions=source', script, kubeconfig, join(root, 'state'), directory];
  const gateway = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(gateway.stdout, 'data')) as [Buffer];
  const { host, cookie } = JSON.parse(line.toString()) as { host: string; cookie: string };
  const target = { context: demo.context, ...playground };
  const query = {
    type: 'open',
    session: 'crash-0123456789abcdef',
    client: 'crash-0123456789abcdef',
  } as const;
  const command = ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo "line $i of many"; done'];
  const client = new TerminalClient(host, cookie, {
    ...query,
    target,
    size: { cols: 80, rows: 24 },
    command,
  });
  await client.until(() => client.text.includes('line 30000 '));
  const exited = once(gateway, 'exit');
  gateway.kill('SIGKILL');
  await Promise.all([client.closed, exited]);
  const [file = ''] = readdirSync(directory, { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.cast'));
  const cast = readFileSync(join(directory, file), 'utf8');
  const rows = rowsOf(cast.slice(0, cast.lastIndexOf('\n') + 1));
  assert.ok(shownIn(rows).includes('line 1000 of many'));
  // The next gateway ends what it left.
  await using bed = await startLeakBed(demo, { stateDir: join(root, 'state') });
  await until(
    () => bed.events('session.reaped').length > 0,
    () => JSON.stringify(bed.audit),
  );
});
