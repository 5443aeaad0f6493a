import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RefusalError } from '../errors.ts';
import { type DebugAddition, startDebugContainer } from './debug-start.ts';
import { loadTest } from './testing/load.ts';
import { answer, failure, startScriptedApi } from './testing/scripted-api.ts';

const target = { context: 'test', namespace: 'shop', pod: 'web-1', container: 'web' };
const plan = { target, image: 'busybox:1.37', lifetimeMs: 3_600_000 };
const timing = { waitMs: 300, pollMs: 10 };
const running = { running: { startedAt: new Date().toISOString() } };

interface Ephemeral {
  readonly name: string;
  readonly image?: string;
  readonly targetContainerName?: string;
  readonly command?: readonly string[];
  readonly securityContext?: object;
}

interface Script {
  readonly spec?: object;
  /** Those that are there already. */
  readonly ephemeral?: readonly (Ephemeral & { readonly state?: object })[];
  /** What patches are answered, one after the other; then they are taken. */
  readonly refusals?: readonly { readonly code: number; readonly message: string; readonly extra?: object }[];
  /** The states of what was added, as the pod is read. */
  readonly states?: readonly object[];
  readonly denied?: readonly string[];
  /** Aborted when the patch arrives. */
  readonly leave?: AbortController;
  /** Those that the observer was told of. */
  readonly additions?: DebugAddition[];
}

/** Starts one at an API server that does this; also what it was asked. */
async function start(script: Script) {
  const { spec, ephemeral = [], refusals = [], states = [running], denied = [], leave } = script;
  const added: Ephemeral[] = [];
  const patches: { metadata: object; spec: { ephemeralContainers: Ephemeral[] } }[] = [];
  const additions = script.additions ?? [];
  let reads = 0;
  const pod = () => ({
    metadata: { name: 'web-1', uid: 'u-1', resourceVersion: String(7 + patches.length) },
    spec: {
      nodeName: 'node-a',
      containers: [{ name: 'web', image: 'web:1' }],
      ephemeralContainers: [...ephemeral, ...added],
      ...spec,
    },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'web', state: running }],
      ephemeralContainerStatuses: [
        ...ephemeral.map(({ name, state = running }) => ({ name, state })),
        ...added.map(({ name }) => ({ name, state: states[Math.min(reads++, states.length - 1)] })),
      ],
    },
  });
  const api = await startScriptedApi({
    handler: async (request, response) => {
      if (request.method === 'GET') return answer(response, 200, pod());
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
      if (request.method === 'PATCH') {
        assert.equal(request.headers['content-type'], 'application/strategic-merge-patch+json');
        patches.push(body);
        leave?.abort(new Error('left'));
        const refusal = refusals[patches.length - 1];
        if (refusal)
          return answer(response, refusal.code, failure(refusal.code, refusal.message, refusal.extra));
        added.push(...body.spec.ephemeralContainers);
        return answer(response, 200, pod());
      }
      const { verb, resource, subresource } = body.spec.resourceAttributes;
      const allowed = !denied.includes(`${verb} ${resource}/${subresource}`);
      return answer(response, 201, { status: { allowed } });
    },
  });
  const cluster = await loadTest(api.kubeconfig());
  const observer = { admit: () => {}, handleAdded: (addition: DebugAddition) => additions.push(addition) };
  const signal = leave?.signal ?? AbortSignal.timeout(5_000);
  try {
    const result = await startDebugContainer(cluster.client, { plan, observer, signal, timing });
    return { result, patches, additions };
  } finally {
    cluster.close();
    await api.close();
  }
}

async function refuse(script: Script) {
  const error = await start(script).then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RefusalError, String(error));
  return error.refusal;
}

const violates = {
  code: 403,
  message: 'pods "web-1" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities',
};
const conflict = { code: 409, message: 'the object has been modified', extra: { reason: 'Conflict' } };
const mine = { name: 'podbay-debug-bcdfg', image: plan.image, targetContainerName: 'web' };
const pulling = { waiting: { reason: 'ContainerCreating' } };

describe('a debug container is', () => {
  test('added to the very version of the pod that was read, idles, and sees the target', async () => {
    const { result, patches, additions } = await start({ states: [{}, pulling, running] });
    assert.match(result.container, /^podbay-debug-[bcdfghj-np-tv-z2-9]{5}$/);
    assert.deepEqual([result.state.type, result.reused, result.processes], ['running', false, 'container']);
    const [patch] = patches;
    assert.deepEqual(patch?.metadata, { resourceVersion: '7' });
    const [{ command = [], ...container } = { name: '' }] = patch?.spec.ephemeralContainers ?? [];
    assert.deepEqual(container, {
      name: result.container,
      image: plan.image,
      targetContainerName: 'web',
      stdin: true,
      tty: true,
      securityContext: { capabilities: { add: ['SYS_PTRACE'] } },
    });
    assert.deepEqual([command[0], command.at(-1)], ['sh', '3600']);
    assert.deepEqual(
      additions.map(({ beside, added, target: { container: name } }) => [beside.image, added.image, name]),
      [['web:1', plan.image, result.container]],
    );
  });

  test('told as it is when it takes longer: the same request waits on', async () => {
    const { result } = await start({ states: [pulling] });
    assert.deepEqual(result.state, { type: 'waiting', reason: 'ContainerCreating', message: '' });
    const again = await start({ ephemeral: [{ ...mine, state: pulling }] });
    assert.deepEqual([again.result.container, again.result.reused, again.patches], [mine.name, true, []]);
  });

  test('without privileges where the cluster lets no others in, as the target’s user', async () => {
    const spec = { securityContext: { runAsUser: 1000, runAsGroup: 2000 } };
    const { patches } = await start({ spec, refusals: [violates] });
    assert.deepEqual(patches[1]?.spec.ephemeralContainers[0]?.securityContext, {
      runAsUser: 1000,
      runAsGroup: 2000,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    assert.equal((await start({ refusals: [denied] })).patches.length, 2);
    const nonRoot = await start({ spec: { securityContext: { runAsNonRoot: true } } });
    const [first] = nonRoot.patches[0]?.spec.ephemeralContainers ?? [];
    assert.partialDeepStrictEqual(first?.securityContext, { runAsUser: 65_532, runAsNonRoot: true });
  });

  test('looked for again when the pod has changed meanwhile', async () => {
    const { result, patches } = await start({ refusals: [conflict, conflict] });
    assert.deepEqual([result.state.type, patches.length], ['running', 3]);
    assert.deepEqual(patches[2]?.metadata, { resourceVersion: '9' });
  });

  const old = new Date(Date.now() - plan.lifetimeMs * 0.95).toISOString();
  for (const [what, there] of [
    ['another image', { ...mine, image: 'other:1' }],
    ['another target', { ...mine, targetContainerName: 'other' }],
    ['somebody else’s', { ...mine, name: 'debugger-abcde' }],
    ['one that has ended', { ...mine, state: { terminated: { exitCode: 0 } } }],
    ['one that ends soon', { ...mine, state: { running: { startedAt: old } } }],
  ] as const)
    test(`not ${what}`, async () => {
      const { result, patches } = await start({ ephemeral: [there] });
      assert.deepEqual([result.reused, patches.length], [false, 1]);
    });

  test('recorded although whoever asked has left meanwhile', async () => {
    const additions: DebugAddition[] = [];
    await assert.rejects(start({ leave: new AbortController(), additions }), /left/);
    assert.equal(additions.length, 1);
  });

  test('told whose processes it sees', async () => {
    assert.equal((await start({ spec: { shareProcessNamespace: true } })).result.processes, 'pod');
    assert.equal((await start({ spec: { hostPID: true } })).result.processes, 'node');
  });
});

const webhook = 'admission webhook "images.example.org" denied the request: busybox is not signed';
const denied = { code: 400, message: webhook };
const refusals: readonly (readonly [string, Script, string, RegExp])[] = [
  [
    'the right to patch',
    { denied: ['patch pods/ephemeralcontainers'] },
    'forbidden',
    /permission to patch pods\/ephemeralcontainers in the namespace shop/,
  ],
  ['the right to exec', { denied: ['get pods/exec'] }, 'forbidden', /permission to get pods\/exec/],
  [
    'both profiles refused',
    { refusals: [violates, violates] },
    'forbidden',
    /does not let .*violates PodSecurity "restricted/,
  ],
  [
    'a webhook that denies',
    { refusals: [denied, denied] },
    'forbidden',
    /Admission webhook "images\.example\.org" denied the request: busybox is not signed/,
  ],
  [
    'an old cluster',
    { refusals: [{ code: 404, message: 'the server could not find the requested resource' }] },
    'internal',
    /no ephemeral containers/,
  ],
  [
    'a pod that changes all the time',
    { refusals: Array.from({ length: 5 }, () => conflict) },
    'internal',
    /has been modified/,
  ],
  [
    'an image that can’t be pulled',
    { states: [pulling, { waiting: { reason: 'ErrImagePull', message: 'no such host' } }] },
    'container-not-running',
    /busybox:1\.37 can't be pulled \(ErrImagePull\): no such host/,
  ],
  [
    'one that can’t be started',
    { states: [{ waiting: { reason: 'CreateContainerConfigError', message: 'runs as root' } }] },
    'container-not-running',
    /can't be started \(CreateContainerConfigError\): runs as root/,
  ],
  [
    'one that ends at once',
    { states: [{ terminated: { exitCode: 128, reason: 'StartError', message: 'exec: "sh": not found' } }] },
    'container-not-running',
    /has ended at once \(StartError, exit code 128\): exec: "sh"/,
  ],
];

describe('a debug container is refused for', () => {
  for (const [what, script, code, words] of refusals)
    test(what, async () => {
      const refusal = await refuse(script);
      assert.equal(refusal.code, code);
      assert.match(refusal.message, words);
    });
});
