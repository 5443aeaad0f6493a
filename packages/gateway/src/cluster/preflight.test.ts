import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Pod } from './kubernetes-types.ts';
import { loadTest } from './testing/load.ts';
import { answer, failure, startScriptedApi } from './testing/scripted-api.ts';

const target = { context: 'test', namespace: 'shop', pod: 'web-1', container: 'web' };

function podWith(
  state: object | undefined,
  rest: { spec?: object; status?: object; metadata?: object } = {},
): Pod {
  return {
    metadata: { name: 'web-1', uid: 'u-1', ...rest.metadata },
    spec: {
      nodeName: 'node-a',
      containers: [{ name: 'web', image: 'web:1' }, { name: 'other' }],
      initContainers: [{ name: 'setup' }],
      ephemeralContainers: [{ name: 'debugger' }],
      ...rest.spec,
    },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'web', containerID: 'containerd://1', ...(state && { state }) }],
      ...rest.status,
    },
  };
}

interface Script {
  readonly pod: Pod | { readonly code: number; readonly message: string; readonly details?: object };
  readonly denied?: readonly string[];
}

/** What preflight says when the API server answers so. */
async function check({ pod, denied = [] }: Script, container = 'web') {
  const api = await startScriptedApi({
    handler: async (request, response) => {
      if (request.method === 'GET') {
        const status = 'code' in pod ? pod.code : 200;
        return answer(response, status, 'code' in pod ? failure(status, pod.message, pod) : pod);
      }
      const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
      const { verb } = body.spec.resourceAttributes;
      return answer(response, 201, { status: { allowed: !denied.includes(verb) } });
    },
  });
  const cluster = await loadTest(api.kubeconfig());
  try {
    return await cluster.preflight({ ...target, container }, AbortSignal.timeout(5_000));
  } finally {
    cluster.close();
    await api.close();
  }
}

const running = { running: { startedAt: 'now' } };
const initStatuses = [{ name: 'setup', state: { terminated: { exitCode: 0, reason: 'Completed' } } }];

const refusals: readonly (readonly [string, Script, string, string, RegExp])[] = [
  [
    'no such pod',
    { pod: { code: 404, message: 'pods "web-1" not found', details: { kind: 'pods' } } },
    'web',
    'pod-not-found',
    /no pod web-1 in the namespace shop/,
  ],
  [
    'no such container',
    { pod: podWith(running) },
    'nginx',
    'container-not-found',
    /no container nginx\. Its containers are: web, other, setup, debugger/,
  ],
  [
    'waits',
    { pod: podWith({ waiting: { reason: 'CrashLoopBackOff' } }) },
    'web',
    'container-not-running',
    /is not running yet \(CrashLoopBackOff\)\. .*kubectl logs -n shop web-1 -c web --previous/,
  ],
  [
    'its image can not be pulled',
    { pod: podWith({ waiting: { reason: 'ImagePullBackOff' } }) },
    'web',
    'container-not-running',
    /\(ImagePullBackOff\)\. .*kubectl describe pod -n shop web-1/,
  ],
  ['not reported yet', { pod: podWith(undefined) }, 'web', 'container-not-running', /is not running yet\./],
  [
    'ended',
    { pod: podWith({ terminated: { exitCode: 2, reason: 'Error' } }) },
    'web',
    'container-not-running',
    /has ended \(Error, exit code 2\)/,
  ],
  [
    'an init container that is done',
    { pod: podWith(running, { status: { initContainerStatuses: initStatuses } }) },
    'setup',
    'container-not-running',
    /setup has ended \(Completed, exit code 0\)/,
  ],
  [
    'the pod is done',
    {
      pod: podWith({ terminated: { exitCode: 0, reason: 'Completed' } }, { status: { phase: 'Succeeded' } }),
    },
    'web',
    'container-not-running',
    /The pod is done/,
  ],
  [
    'no node',
    {
      pod: podWith(undefined, {
        spec: { nodeName: '' },
        status: {
          phase: 'Pending',
          conditions: [{ type: 'PodScheduled', message: '0/3 nodes are available' }],
        },
      }),
    },
    'web',
    'pod-not-scheduled',
    /waits for a node: 0\/3 nodes are available/,
  ],
  [
    'may not get',
    { pod: podWith(running), denied: ['get', 'create'] },
    'web',
    'forbidden',
    /no permission to get and create pods\/exec in the namespace shop/,
  ],
  [
    'may not see the pod',
    {
      pod: {
        code: 403,
        message:
          'pods "web-1" is forbidden: User "eve" cannot get resource "pods" in API group "" in the namespace "shop"',
      },
    },
    'web',
    'forbidden',
    /User eve has no permission to get pods /,
  ],
];

describe('preflight', () => {
  for (const [name, script, container, code, words] of refusals) {
    test(`refuses: ${name}`, async () => {
      const result = await check(script, container);
      assert.ok(result.type === 'refused');
      assert.equal(result.refusal.code, code);
      assert.match(`${result.refusal.message} ${result.refusal.hint ?? ''}`, words);
    });
  }

  test('tells what runs, and which right some servers will ask for', async () => {
    const spec = { nodeSelector: { 'kubernetes.io/os': 'windows' } };
    const metadata = { labels: { app: 'web' } };
    const result = await check({ pod: podWith(running, { spec, metadata }), denied: ['create'] });
    assert.deepEqual(result, {
      type: 'ready',
      facts: { uid: 'u-1', image: 'web:1', node: 'node-a', labels: { app: 'web' }, os: 'windows' },
      missingVerbs: ['create'],
    });
  });

  test('who was allowed it a moment ago is not asked about again, who was denied is', async () => {
    for (const [denied, reviews] of [
      [[], 2],
      [['create'], 4],
    ] as const) {
      let asked = 0;
      const api = await startScriptedApi({
        handler: async (request, response) => {
          if (request.method === 'GET') return answer(response, 200, podWith(running));
          asked++;
          const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
          const { verb } = body.spec.resourceAttributes;
          return answer(response, 201, {
            status: { allowed: !(denied as readonly string[]).includes(verb) },
          });
        },
      });
      const cluster = await loadTest(api.kubeconfig());
      for (const _ of [1, 2]) await cluster.preflight(target, AbortSignal.timeout(5_000));
      assert.equal(asked, reviews);
      cluster.close();
      await api.close();
    }
  });

  test('an ephemeral container, a pod that is being deleted: as long as it runs', async () => {
    const status = { ephemeralContainerStatuses: [{ name: 'debugger', state: running }] };
    const pod = podWith(running, { status, metadata: { deletionTimestamp: 'now' } });
    assert.equal((await check({ pod }, 'debugger')).type, 'ready');
  });
});
