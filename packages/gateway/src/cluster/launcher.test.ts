import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type DemoCluster, startDemoCluster, type UserName } from '@podbay/demo-cluster';
import type { Outcome, PodEvent, PodSummary } from '@podbay/protocol';
import { gatewayIdentity } from '../identity.ts';
import type { Process } from '../session/process.ts';
import type { Admit } from './admission.ts';
import type { Clusters } from './clusters.ts';
import type { ReapResult } from './reaper.ts';
import { loadContent } from './testing/load.ts';
import { waitUntil } from './testing/wait-until.ts';

let demo: DemoCluster;
let clusters: Clusters;
let pods: readonly PodSummary[];
const reaps: ReapResult[] = [];
const size = { cols: 80, rows: 24 };

before(async () => {
  demo = await startDemoCluster();
  clusters = await loadContent(demo.kubeconfig, result => reaps.push(result));
  const events: PodEvent[] = [];
  const leave = clusters.get(demo.context, gatewayIdentity).watchPods('', event => events.push(event));
  await waitUntil(() => countRunning(events) >= 15, 20_000);
  leave();
  pods = await clusters.get(demo.context, gatewayIdentity).pods('', AbortSignal.timeout(5_000));
});
after(async () => {
  clusters.close();
  await demo.close();
});
afterEach(() => {
  demo.faults.clear();
  demo.setPath('B');
  reaps.length = 0;
});

function countRunning(events: readonly PodEvent[]): number {
  const uids = events.flatMap(event => {
    if (event.type === 'snapshot') return event.pods;
    return event.type === 'changed' ? [event.pod] : [];
  });
  return new Set(uids.filter(({ status }) => status === 'Running').map(({ uid }) => uid)).size;
}

/** Of both sides; an idle connection, kept for the next request, counts for the API server's side alone. */
function socketsInUse(): number {
  const open = process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
  return open - clusters.inspect().reduce((idle, { sockets }) => idle + sockets.idle, 0);
}

function find(owner: string, container?: string) {
  const pod = pods.find(({ name }) => name.startsWith(owner));
  assert.ok(pod, owner);
  return { namespace: pod.namespace, pod: pod.name, container: container ?? pod.defaultContainer };
}

interface Started {
  readonly process: Process;
  readonly exited: Promise<Outcome>;
  output(): string;
  type(text: string): void;
  expect(text: string): Promise<void>;
  /** What runs in the container for this session now. */
  leftovers(): Promise<readonly string[]>;
}

interface LaunchInput {
  readonly command?: readonly string[];
  readonly user?: UserName;
  readonly signal?: AbortSignal;
  readonly admit?: Admit;
}

async function launch(place: ReturnType<typeof find>, input: LaunchInput = {}) {
  const { command = [], user, admit, signal = new AbortController().signal } = input;
  const context = user === undefined ? demo.context : `demo-${user}`;
  const { promise: exited, resolve } = Promise.withResolvers<Outcome>();
  let output = '';
  const result = await clusters
    .get(context, gatewayIdentity)
    .launcher({ context, ...place }, command, { admit })({
    size,
    signal,
    listener: {
      handleOutput: bytes => {
        output += Buffer.from(bytes).toString();
      },
      handleDrain: () => {},
      handleExit: resolve,
    },
  });
  return { result, exited, output: () => output };
}

async function start(place: ReturnType<typeof find>, input: LaunchInput = {}): Promise<Started> {
  const { result, exited, output } = await launch(place, input);
  assert.ok(result.type === 'started', JSON.stringify(result));
  const { process } = result;
  return {
    process,
    exited,
    output,
    type: text => void process.write(Buffer.from(text)),
    expect: text => waitUntil(() => output().includes(text)),
    leftovers: () => markedIn(place),
  };
}

async function markedIn(place: ReturnType<typeof find>): Promise<readonly string[]> {
  const container = await demo.findContainer(place);
  const processes = (await container?.processes()) ?? [];
  return processes
    .filter(({ environment }) => environment.PODBAY_SESSION !== undefined)
    .map(one => one.command);
}

async function refusal(place: ReturnType<typeof find>, input: LaunchInput = {}) {
  const { result } = await launch(place, input);
  assert.ok(result.type === 'refused', JSON.stringify(result));
  return result.refusal;
}

describe('the launcher, on the demo cluster', () => {
  for (const path of ['A', 'B', 'C'] as const) {
    test(`path ${path}: opens a shell that works, and tells its exit status`, async () => {
      demo.setPath(path);
      const shell = await start(find('ledger'));
      shell.type('stty size; echo "mark $PODBAY_SESSION" | wc -c; echo $TERM $LANG; exit 3\r');
      assert.deepEqual(await shell.exited, { type: 'exited', code: 3 });
      assert.match(shell.output(), /24 80\r\n38\r\nxterm-256color C\.UTF-8/);
      assert.doesNotMatch(shell.output(), /5379/);
    });

    test(`path ${path}: an image without a shell`, async () => {
      demo.setPath(path);
      const { code, hint } = await refusal(find('gateway-'));
      assert.equal(code, 'no-shell');
      assert.match(hint ?? '', /kubectl debug -it -n platform gateway-.* --target=gateway/);
    });
  }

  test('an exit status 0 is believed when the shell is gone', async () => {
    const shell = await start(find('ledger'));
    shell.type('exit\r');
    assert.deepEqual(await shell.exited, { type: 'exited', code: 0 });
  });

  test('an exit status 0 is believed although the first look at it breaks', async () => {
    const shell = await start(find('ledger'));
    demo.faults.inject({ type: 'cut' }, { nextStreams: 1 });
    shell.type('exit\r');
    assert.deepEqual(await shell.exited, { type: 'exited', code: 0 });
  });

  test('a false success is told as a lost connection, and what lives on is ended', async () => {
    demo.faults.inject({ type: 'lost-runtime', afterMs: 500 }, { nextStreams: 1 });
    const shell = await start(find('ledger'));
    const outcome = await shell.exited;
    assert.equal(outcome.type, 'lost');
    assert.equal((await shell.leftovers()).length, 1);
    await shell.process.hangup('lost');
    assert.deepEqual(await shell.leftovers(), []);
  });

  test('what is opened before the status names the running container is ended all the same', async t => {
    const young = await startDemoCluster();
    t.after(() => young.close());
    const place = { namespace: 'shop', pod: 'db-0', container: 'postgres' };
    const left = async () => {
      const processes = (await (await young.findContainer(place))?.processes()) ?? [];
      return processes.filter(({ environment }) => environment.PODBAY_SESSION !== undefined).length;
    };
    const early = await loadContent(young.kubeconfig);
    t.after(() => early.close());
    const launcher = early
      .get(young.context, gatewayIdentity)
      .launcher({ context: young.context, ...place }, []);
    const listener = { handleOutput: () => {}, handleDrain: () => {}, handleExit: () => {} };
    const result = await launcher({ size, signal: new AbortController().signal, listener });
    assert.ok(result.type === 'started', JSON.stringify(result));
    assert.equal(await left(), 1);
    await result.process.hangup('user');
    assert.equal(await left(), 0);
  });

  test('a connection that is cut is told so, and what lives on is ended', async () => {
    demo.faults.inject({ type: 'reset', afterMs: 500 }, { nextStreams: 1 });
    const shell = await start(find('ledger'));
    assert.equal((await shell.exited).type, 'lost');
    await shell.process.hangup('lost');
    assert.deepEqual(await shell.leftovers(), []);
  });

  test('hanging up ends all of it, told twice or after a pause', async () => {
    const shell = await start(find('ledger'));
    shell.type('trap "" HUP; sleep 300 & sleep 301\r');
    await shell.expect('sleep 301');
    await waitUntil(() => shell.output().includes('[1]'));
    shell.process.pause();
    const hangup = shell.process.hangup('user');
    assert.equal(shell.process.hangup('grace'), hangup);
    await hangup;
    assert.deepEqual(await shell.leftovers(), []);
    const [result] = reaps;
    assert.ok(result?.type === 'reaped' && result.report.left.length === 0);
  });

  test('an abort ends what was started meanwhile', async () => {
    demo.faults.inject({ type: 'handshake-delay', delayMs: 300 }, { nextStreams: 1 });
    const place = find('ledger');
    const aborted = launch(place, { signal: AbortSignal.timeout(100) });
    await assert.rejects(aborted, { name: 'TimeoutError' });
    assert.deepEqual(await markedIn(place), []);
  });

  test("a user's command: runs as given, or is not there", async () => {
    const printed = await start(find('ledger'), { command: ['printf', '%s|', 'a b', '$HOME'] });
    assert.deepEqual(await printed.exited, { type: 'exited', code: 0 });
    assert.equal(printed.output(), 'a b|$HOME|');
    const missing = await refusal(find('ledger'), { command: ['no-such-program'] });
    assert.equal(missing.code, 'command-not-found');
    const nowhere = await refusal(find('gateway-'), { command: ['no-such-program'] });
    assert.equal(nowhere.code, 'command-not-found');
  });

  test('somebody else has a say, once the pod is known and before anything is started', async () => {
    const place = find('ledger');
    const no = { code: 'forbidden', message: 'Not here.' } as const;
    let labels: object = {};
    const admit: Admit = facts => {
      labels = facts.labels;
      return { type: 'refused', refusal: no };
    };
    assert.deepEqual(await refusal(place, { admit }), no);
    assert.partialDeepStrictEqual(labels, { app: 'ledger' });
    assert.deepEqual(await markedIn(place), []);
    const shells = [['no-such-shell'], ['sh', '-c', 'echo chosen']];
    const chosen = await start(place, { admit: () => ({ type: 'admitted', shells }) });
    await chosen.exited;
    assert.equal(chosen.output(), 'chosen\r\n');
    const other = await refusal(place, { command: ['id'], admit: () => ({ type: 'admitted', shells }) });
    assert.equal(other.code, 'forbidden');
  });

  test('says which right is missing', async () => {
    const getOnly = await refusal(find('api'), { user: 'get-only' });
    assert.equal(getOnly.code, 'forbidden');
    assert.match(getOnly.message, /no permission to create pods\/exec in the namespace shop/);
    const viewer = await refusal(find('api'), { user: 'viewer' });
    assert.match(viewer.message, /no permission to get and create pods\/exec/);
    const expired = await refusal(find('api'), { user: 'expired' });
    assert.equal(expired.code, 'cluster-credentials');
  });

  test('says what state a container is in', async () => {
    const codes = ['fraud-check', 'daily-report', 'recommendations'].map(
      async owner => (await refusal(find(owner))).code,
    );
    assert.deepEqual(await Promise.all(codes), [
      'container-not-running',
      'container-not-running',
      'pod-not-scheduled',
    ]);
    const gone = await refusal({ namespace: 'shop', pod: 'gone', container: 'x' });
    assert.equal(gone.code, 'pod-not-found');
  });

  test('sessions opened and exited leave no process and no connection', async () => {
    const place = find('ledger');
    const before = socketsInUse();
    const rounds = Array.from({ length: 10 }, async () => {
      const shell = await start(place);
      shell.type('exit\r');
      await shell.exited;
    });
    await Promise.all(rounds);
    assert.deepEqual(await markedIn(place), []);
    await waitUntil(() => socketsInUse() <= before);
  });
});
