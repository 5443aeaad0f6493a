import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectStore } from '../object-store.ts';
import type { KubeEvent } from '../objects/event.ts';
import type { ContainerDefinition, Pod, PodSpec } from '../objects/pod.ts';
import { seedNodes } from '../seed/nodes.ts';
import { EventRecorder } from './event-recorder.ts';
import { Kubelet } from './kubelet.ts';
import { ScriptedRuntime } from './scripted-runtime.ts';

const now = () => new Date();

/** A kubelet with a scripted runtime, and nothing else in its cluster. */
async function withKubelet(run: (bed: Bed) => Promise<void>): Promise<void> {
  const store = new ObjectStore();
  for (const node of seedNodes(now())) store.create('nodes', node);
  const runtime = new ScriptedRuntime();
  const recorder = new EventRecorder(store, now);
  const kubelet = new Kubelet({ store, runtime, recorder, backoff: { firstMs: 30, maxMs: 60 }, now });
  kubelet.start();
  try {
    await run({ store, runtime, kubelet });
  } finally {
    await kubelet.close();
    await runtime.close();
  }
  assert.equal(runtime.running.size, 0);
}

interface Bed {
  readonly store: ObjectStore;
  readonly runtime: ScriptedRuntime;
  readonly kubelet: Kubelet;
}

function addPod({ store }: Bed, spec: Partial<PodSpec>): () => Pod {
  const metadata = { name: 'p', namespace: 'ns', uid: 'uid-1' };
  const whole = { nodeName: 'fra1-worker-1', containers: [container('a', 'runs')], ...spec };
  store.create('pods', {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata,
    spec: whole,
    status: { phase: 'Pending' },
  } satisfies Pod);
  return () => store.get('pods', 'ns/p') as Pod;
}

function container(
  name: string,
  image: string,
  more: Partial<ContainerDefinition> = {},
): ContainerDefinition {
  return { name, image, ...more };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, `never: ${condition}`);
    await sleep(2);
  }
}

const ready = (pod: Pod) => pod.status.conditions?.find(({ type }) => type === 'Ready')?.status;

test('a bound pod starts, gets an address, and is ready', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, {});
    await until(() => pod().status.phase === 'Running');
    const [status] = pod().status.containerStatuses ?? [];
    assert.equal(ready(pod()), 'True');
    assert.match(pod().status.podIP ?? '', /^10\.244\.1\.\d+$/);
    assert.match(status?.containerID ?? '', /^containerd:\/\/[0-9a-f]{64}$/);
    assert.equal(bed.kubelet.lookup(pod(), 'a').type, 'running');
    assert.equal(bed.kubelet.lookup(pod(), 'nobody').type, 'not-running');
  }));

test('a pod without a node is left alone', () =>
  withKubelet(async bed => {
    const { nodeName: _, ...metadata } = { nodeName: '', name: 'p', namespace: 'ns', uid: 'u' };
    const spec = { containers: [container('a', 'runs')] };
    bed.store.create('pods', {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata,
      spec,
      status: { phase: 'Pending' },
    } as Pod);
    await sleep(20);
    assert.equal(bed.runtime.started.length, 0);
  }));

test('init containers run one after the other, a sidecar goes on beside the rest', () =>
  withKubelet(async bed => {
    const initContainers = [
      container('first', 'exit:0'),
      container('side', 'runs', { restartPolicy: 'Always' }),
      container('second', 'exit:0'),
    ];
    const pod = addPod(bed, { initContainers });
    await until(() => pod().status.phase === 'Running');
    assert.deepEqual(
      bed.runtime.started.map(spec => spec.container),
      ['first', 'side', 'second', 'a'],
    );
    assert.equal(bed.runtime.running.size, 2);
  }));

test('a failing init container keeps the pod from starting', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, { initContainers: [container('first', 'exit:1')] });
    await until(() => (pod().status.initContainerStatuses?.[0]?.restartCount ?? 0) > 1);
    assert.equal(pod().status.phase, 'Pending');
    assert.ok(!bed.runtime.started.some(spec => spec.container === 'a'));
  }));

test('a container that crashes is restarted with a delay, counted, and its last log kept', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, { containers: [container('a', 'exit:3')] });
    const status = () => pod().status.containerStatuses?.[0];
    await until(() => status()?.state.waiting?.reason === 'CrashLoopBackOff');
    assert.match(
      status()?.state.waiting?.message ?? '',
      /^back-off 0s restarting failed container=a pod=p_ns\(uid-1\)$/,
    );
    assert.equal(status()?.lastState.terminated?.exitCode, 3);
    assert.equal(pod().status.phase, 'Running');
    assert.equal(ready(pod()), 'False');
    const log = bed.kubelet.findLog(pod(), { container: 'a', instance: 'previous' });
    assert.equal(log.type === 'found' && log.log.lines()[0]?.text, 'a starts');
    await until(() => (status()?.restartCount ?? 0) >= 3);
  }));

for (const [image, policy, phase] of [
  ['exit:0', 'Never', 'Succeeded'],
  ['exit:1', 'Never', 'Failed'],
  ['exit:0', 'OnFailure', 'Succeeded'],
] as const) {
  test(`${image} with ${policy} → ${phase}, and the sidecar is stopped`, () =>
    withKubelet(async bed => {
      const pod = addPod(bed, {
        restartPolicy: policy,
        initContainers: [container('side', 'runs', { restartPolicy: 'Always' })],
        containers: [container('a', image)],
      });
      await until(() => pod().status.phase === phase && bed.runtime.running.size === 0);
      assert.equal(ready(pod()), 'False');
    }));
}

test('an image that is not there is tried again and again', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, { containers: [container('a', 'missing')] });
    const reason = () => pod().status.containerStatuses?.[0]?.state.waiting?.reason;
    await until(() => reason() === 'ErrImagePull');
    await until(() => reason() === 'ImagePullBackOff');
    assert.equal(pod().status.phase, 'Pending');
    assert.equal(bed.kubelet.lookup(pod(), 'a').type, 'not-running');
    const events = bed.store.list('events') as readonly KubeEvent[];
    await until(() => events.some(event => event.message === 'Error: ErrImagePull'));
    const pulls = () =>
      (bed.store.list('events') as readonly KubeEvent[]).find(event => event.reason === 'BackOff')?.count ??
      0;
    await until(() => pulls() >= 2);
  }));

test('a debug container joins a running pod, in the process namespace of its target', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, {});
    await until(() => pod().status.phase === 'Running');
    const debug = { ...container('debug', 'tools'), targetContainerName: 'a' };
    bed.store.update<Pod>('pods', 'ns/p', current => ({
      ...current,
      spec: { ...current.spec, ephemeralContainers: [debug] },
    }));
    await until(() => pod().status.ephemeralContainerStatuses?.[0]?.state.running !== undefined);
    assert.equal(
      bed.runtime.started.at(-1)?.shareProcessNamespaceWith,
      pod().status.containerStatuses?.[0]?.containerID,
    );
    assert.equal(bed.kubelet.lookup(pod(), 'debug').type, 'running');
  }));

test('a deleted pod is first marked, then its containers end, then it is gone', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, {});
    await until(() => pod().status.phase === 'Running');
    bed.store.update('pods', 'ns/p', current => ({
      ...current,
      metadata: {
        ...current.metadata,
        deletionTimestamp: '2026-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 30,
      },
    }));
    assert.ok(pod() !== undefined);
    await until(() => bed.store.get('pods', 'ns/p') === undefined);
    assert.equal(bed.runtime.running.size, 0);
  }));

test('a pod that is removed outright takes its containers with it', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, {});
    await until(() => pod().status.phase === 'Running');
    const last = pod();
    bed.store.delete('pods', 'ns/p');
    await until(() => bed.runtime.running.size === 0);
    assert.equal(bed.kubelet.lookup(last, 'a').type, 'pod-gone');
  }));

test('nothing runs on a node that is lost', () =>
  withKubelet(async bed => {
    const pod = addPod(bed, { nodeName: 'fra1-worker-3' });
    await sleep(20);
    assert.equal(bed.runtime.started.length, 0);
    assert.deepEqual(bed.kubelet.lookup(pod(), 'a'), { type: 'node-unreachable', address: '10.20.0.23' });
  }));
