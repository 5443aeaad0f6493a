import assert from 'node:assert/strict';
import { execFileSync, spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { startDemoCluster } from './start-demo-cluster.ts';

const missing = hasKubectl() ? false : 'there is no kubectl on the PATH';
const directory = await mkdtemp(join(tmpdir(), 'podbay-kubectl-'));
const kubeconfigPath = join(directory, 'config');
const cluster = missing
  ? undefined
  : await startDemoCluster({ kubeconfigPath, backoff: { firstMs: 500, maxMs: 1000 } });
const environment = { ...process.env, KUBECONFIG: kubeconfigPath, HOME: directory, TERM: 'xterm' };

after(async () => {
  await cluster?.close();
  await assert.rejects(stat(kubeconfigPath), { code: 'ENOENT' });
  await rm(directory, { recursive: true });
});

function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Result {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

interface Run {
  /** Arguments that have spaces in them. */
  readonly rest?: readonly string[];
  readonly input?: string;
  /** Ends kubectl as soon as its output matches. */
  readonly until?: RegExp;
}

/** Runs kubectl; it gets half a minute. */
async function kubectl(line: string, { rest = [], input = '', until }: Run = {}): Promise<Result> {
  const child = spawnProcess('kubectl', [...line.split(' '), ...rest], { env: environment });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 30_000);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text;
    if (until?.test(output) === true) child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  clearTimeout(deadline);
  return { code: code ?? -1, output, errors };
}

/** Runs kubectl in a terminal: answers each text that appears with what is to be typed. */
async function terminal(line: string, dialogue: readonly (readonly [RegExp, string])[]): Promise<Result> {
  const pty = spawnTerminal('kubectl', line.split(' '), { cols: 100, rows: 30, env: environment });
  const ended = new Promise<number>(resolve => pty.onExit(({ exitCode }) => resolve(exitCode)));
  const deadline = setTimeout(() => pty.kill('SIGKILL'), 30_000);
  const left = [...dialogue];
  let output = '';
  let unread = '';
  pty.onData(text => {
    output += text;
    unread += text;
    const [next] = left;
    if (next === undefined || !next[0].test(unread)) return;
    left.shift();
    unread = '';
    pty.write(next[1]);
  });
  const code = await ended;
  clearTimeout(deadline);
  return { code, output, errors: '' };
}

async function podOf(namespace: string, app: string): Promise<string> {
  const { output } = await kubectl(`get pods -n ${namespace} -l app=${app} -o name`);
  return output.split('\n')[0] ?? '';
}

const readTable: readonly [string, RegExp][] = [
  ['version', /Server Version: v1\.36\.2\+podbay-demo/],
  ['api-resources', /^pods +po +v1 +true +Pod$/m],
  ['api-versions', /^apps\/v1$/m],
  ['get ns', /^shop +Active +212d$/m],
  [
    'get pods -A -o wide',
    /^shop +db-0 +1\/1 +Running +0 +34d +10\.244\.\d\.\d+ +fra1-worker-\d +<none> +<none>$/m,
  ],
  ['get pods -n payments', /^daily-report-\d{8}-\w+ +0\/1 +Completed +0 +7h(\d+m)?$/m],
  ['get pods -n payments', /^invoices-\w+-\w+ +0\/1 +(ImagePullBackOff|ErrImagePull) +0 +\d+m$/m],
  ['get pods -n shop', /^recommendations-\w+-\w+ +0\/1 +Pending +0 +5h(\d+m)?$/m],
  ['get pods -n shop', /^web-\w+-\w+ +2\/2 +Running +0 +6d$/m],
  ['get pods -A -l app=web,tier!=data --no-headers', /^(shop +web-.*\n){3}$/],
  [
    'get pods -A --field-selector spec.nodeName=fra1-worker-3 -o name',
    /^pod\/log-agent-\w+\npod\/node-exporter-\w+\n$/,
  ],
  ['get pods -A --chunk-size=3 --no-headers', /^(.*\n){28}$/],
  ['get pod db-0 -n shop -o yaml', /^kind: Pod$/m],
  ['get pod db-0 -n shop -o jsonpath={.status.phase}', /^Running$/],
  ['get deploy -n shop', /^web +3\/3 +3 +3 +96d$/m],
  ['get rs -n shop', /^web-\w+ +3 +3 +3 +96d$/m],
  ['get sts -n shop', /^db +2\/2 +180d$/m],
  ['get ds -n monitoring', /^node-exporter +4 +4 +3 +4 +3 +<none> +201d$/m],
  ['get job -n payments', /^daily-report-\d{8} +Complete +1\/1 +74s +7h(\d+m)?$/m],
  ['get cj -n payments', /^daily-report +0 4 \* \* \* +false +7h(\d+m)? +143d$/m],
  ['get nodes', /^fra1-worker-3 +NotReady +<none> +212d +v1\.36\.2\+podbay-demo$/m],
  ['get nodes -o wide', /^fra1-cp-1 +Ready +control-plane .* 10\.20\.0\.11 .*containerd:\/\/2\.1\.9$/m],
  [
    'get events -n shop',
    /Warning +FailedScheduling +pod\/recommendations-.*0\/4 nodes are available: 1 node/,
  ],
  ['get all -n shop', /^service\/web +ClusterIP +10\.96\./m],
  ['describe pod -n shop db-0', /^Controlled By: +StatefulSet\/db$/m],
  ['describe pod -n shop -l app=web', /^ {2}log-shipper:$/m],
  ['describe pod -n shop -l app=recommendations', /Warning +FailedScheduling .*default-scheduler/],
  ['describe node fra1-worker-3', /Kubelet stopped posting node status/],
  ['describe deploy -n shop web', /^NewReplicaSet: +web-\w+ \(3\/3 replicas created\)$/m],
  ['auth whoami', /^Username +admin$/m],
  [
    'auth whoami --as ann --as-group ops --as-uid 7',
    /^Username +ann\nUID +7\nGroups +\[ops system:authenticated\]$/m,
  ],
  ['auth can-i create pods/exec -n shop', /^yes$/m],
  ['auth can-i --list --context demo-viewer -n shop', /^pods\/log +\[\] +\[\] +\[get list watch\]$/m],
  ['logs -n shop db-0 --tail=1 --timestamps', /^\d{4}-\d\d-\d\dT[\d:]+\.\d+Z /],
  ['logs -n shop deploy/api -c migrate', /schema is at version 43$/m],
  ['logs -n shop db-0 --since=1h', /^PostgreSQL Database directory appears/],
];

for (const [line, expected] of readTable) {
  test(`kubectl ${line}`, { skip: missing }, async () => {
    const { code, output, errors } = await kubectl(line);
    assert.equal(code, 0, errors);
    assert.match(output, expected);
  });
}

const refusedTable: readonly [string, RegExp][] = [
  ['auth can-i create pods/exec -n shop --context demo-viewer', /^$/],
  [
    'get pods --context demo-dev --as admin',
    /User "dev" cannot impersonate resource "users" in API group ""/,
  ],
  ['get pods --context demo-expired', /You must be logged in to the server \(Unauthorized\)/],
  [
    'get ns --context demo-no-namespaces',
    /cannot list resource "namespaces" in API group "" at the cluster scope/,
  ],
  ['get pod nobody -n shop', /Error from server \(NotFound\): pods "nobody" not found/],
  ['logs -n shop db-0 --previous', /previous terminated container "postgres" in pod "db-0" not found/],
  ['logs -n payments deploy/invoices', /is waiting to start: /],
  ['exec -n shop db-0 --context demo-get-only -- true', /Forbidden/],
  ['exec -n shop nobody -- true', /pods "nobody" not found/],
  ['exec -n shop db-0 -c x -- true', /container x is not valid for pod db-0/],
  ['exec -n shop deploy/recommendations -- true', /does not have a host assigned/],
  ['exec -n platform deploy/gateway -- sh', /"sh": executable file not found in \$PATH/],
];

for (const [line, expected] of refusedTable) {
  test(`kubectl ${line}: refused`, { skip: missing }, async () => {
    const { code, errors } = await kubectl(line);
    assert.equal(code, 1);
    assert.match(errors, expected);
  });
}

test('a pod that has completed is no place for exec', { skip: missing }, async () => {
  const pod = await podOf('payments', 'daily-report');
  const { errors } = await kubectl(`exec -n payments ${pod} -- true`);
  assert.match(errors, /cannot exec into a container in a completed pod/);
});

test('exec passes on the exit code', { skip: missing }, async () => {
  const { code } = await kubectl('exec -n shop deploy/web -- sh -c', { rest: ['exit 3'] });
  assert.equal(code, 3);
});

test('exec takes a file on stdin whole, and its end', { skip: missing }, async () => {
  const input = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('');
  const { output } = await kubectl('exec -i -n shop db-0 -- cat', { input });
  assert.equal(output, input);
});

test('exec -it is a terminal', { skip: missing }, async () => {
  const { code, output } = await terminal('exec -it -n shop deploy/web -- bash', [
    [/[$#] $/, 'echo $((6*7))-$(stty size)\r'],
    [/42-30 100/, 'exit 5\r'],
  ]);
  assert.match(output, /42-30 100/);
  assert.equal(code, 5);
});

test('attach joins the main process', { skip: missing }, async () => {
  const { output } = await terminal('attach -it -n default playground', [
    [/./, '\recho at$((1+1))ached\r'],
    [/at2ached/, 'exit\r'],
  ]);
  assert.match(output, /at2ached/);
});

test('debug adds a container that sees its target', { skip: missing }, async () => {
  const pod = (await podOf('platform', 'gateway')).replace('pod/', '');
  const { output } = await terminal(
    `debug -it -n platform ${pod} --image=busybox --target=gateway --profile=general`,
    [
      // The shell's prompt may have come before kubectl attached.
      [/try pressing enter/, 'echo de$((1+1))bug; exit\r'],
    ],
  );
  assert.match(output, /de2bug/);
  const described = await kubectl(`describe pod -n platform ${pod}`);
  assert.match(described.output, /^Ephemeral Containers:$/m);
});

test('logs -f goes on', { skip: missing }, async () => {
  const script = 'while sleep 0.1; do echo tick; done';
  await kubectl('run -n default ticker --image=busybox -- sh -c', { rest: [script] });
  assert.equal((await kubectl('wait -n default pod/ticker --for=condition=Ready --timeout=20s')).code, 0);
  const { output } = await kubectl('logs -f -n default ticker --tail=0', { until: /(tick\n){5}/ });
  assert.match(output, /^(tick\n){5,}$/);
});

test('a crashing container is restarted again and again; logs --previous shows why', {
  skip: missing,
}, async () => {
  const pod = await podOf('payments', 'fraud-check');
  const restarts = async () =>
    Number(
      (await kubectl(`get -n payments ${pod} -o jsonpath={.status.containerStatuses[0].restartCount}`))
        .output,
    );
  const before = await restarts();
  for (const deadline = Date.now() + 20_000; (await restarts()) <= before; await sleep(100))
    assert.ok(Date.now() < deadline);
  const { output } = await kubectl(`logs -n payments ${pod} --previous`);
  assert.match(output, /FATAL config/);
});

test('get -w sees a deleted pod go and its successor come', { skip: missing }, async () => {
  const pod = await podOf('shop', 'worker');
  const successor = /^worker-\S+ +0\/1 +Pending +0 +0s\n(.*\n)*worker-\S+ +1\/1 +Running +0 +\ds$/m;
  const watched = kubectl('get pods -n shop -l app=worker -w', { until: successor });
  await sleep(1500);
  const { output } = await kubectl(`delete -n shop ${pod}`);
  assert.match(output, /^pod "worker-[\w-]+" deleted/);
  const seen = (await watched).output;
  assert.match(seen, new RegExp(`^${pod.slice(4)} +1/1 +Terminating`, 'm'));
  assert.match(seen, successor);
});

test('run starts a pod, waits for it and removes it', { skip: missing }, async () => {
  const { output } = await kubectl('run -n default once --image=busybox --restart=Never -- sh -c', {
    rest: ['echo done'],
  });
  assert.match(output, /^pod\/once created$/m);
  assert.equal(
    (await kubectl('wait -n default pod/once --for=jsonpath={.status.phase}=Succeeded --timeout=20s')).code,
    0,
  );
  assert.equal((await kubectl('logs -n default once')).output, 'done\n');
  assert.equal((await kubectl('delete pod -n default once')).code, 0);
});

test('rights that are taken away are gone at once', { skip: missing }, async () => {
  const may = async () => (await kubectl('auth can-i list pods -n shop --context demo-dev')).output.trim();
  assert.equal(await may(), 'yes');
  const { output } = await kubectl('delete rolebinding -n shop developers');
  assert.match(output, /^rolebinding.rbac.authorization.k8s.io "developers" deleted/);
  assert.equal(await may(), 'no');
  const created = await kubectl('create rolebinding -n shop developers --clusterrole=edit --user=dev');
  assert.equal(created.code, 0, created.errors);
  assert.equal(await may(), 'yes');
});

test('roles of one’s own give what they say', { skip: missing }, async () => {
  const may = async (what: string) =>
    (await kubectl(`auth can-i ${what} -n platform --as ann`)).output.trim();
  assert.equal(await may('get pods/web'), 'no');
  await kubectl('create clusterrole peek --verb=get --resource=pods,pods/log --resource-name=web');
  const { output } = await kubectl('create clusterrolebinding peek --clusterrole=peek --user=ann');
  assert.equal(output, 'clusterrolebinding.rbac.authorization.k8s.io/peek created\n');
  assert.deepEqual([await may('get pods/web'), await may('get pods/other')], ['yes', 'no']);
  assert.equal((await kubectl('delete clusterrolebinding peek')).code, 0);
  assert.equal(await may('get pods/web'), 'no');
});

test('scale and rollout restart change the pods', { skip: missing }, async () => {
  assert.match(
    (await kubectl('scale -n platform deploy/gateway --replicas=3')).output,
    /^deployment.apps\/gateway scaled$/m,
  );
  assert.equal((await kubectl('rollout restart -n platform deploy/gateway')).code, 0);
  assert.equal((await kubectl('rollout status -n platform deploy/gateway --timeout=20s')).code, 0);
  assert.match((await kubectl('get deploy -n platform gateway')).output, /^gateway +3\/3 +3 +3 +201d$/m);
});
