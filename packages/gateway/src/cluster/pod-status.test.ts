import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContainerStatus, Pod } from './kubernetes-types.ts';
import { podStatusLine } from './pod-status.ts';

const running = (name: string, ready = true): ContainerStatus => ({
  name,
  ready,
  state: { running: {} },
  restartCount: 1,
});
const waiting = (name: string, reason?: string): ContainerStatus => ({
  name,
  state: { waiting: reason === undefined ? {} : { reason } },
  restartCount: 2,
});
const ended = (name: string, terminated: object): ContainerStatus => ({
  name,
  state: { terminated },
  restartCount: 4,
});
const two = [{ name: 'a' }, { name: 'b' }];
const initialized = { type: 'Initialized', status: 'True' };

/** What `kubectl get pods` shows: READY, STATUS, RESTARTS. */
const rules: readonly (readonly [string, string, Pod])[] = [
  ['nothing is known', '0/0 Unknown 0', {}],
  ['phase', '0/2 Pending 0', { spec: { containers: two }, status: { phase: 'Pending' } }],
  [
    'the status has a reason',
    '0/1 Evicted 0',
    { spec: { containers: [{ name: 'a' }] }, status: { phase: 'Failed', reason: 'Evicted' } },
  ],
  [
    'gated',
    '0/2 SchedulingGated 0',
    {
      spec: { containers: two },
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', reason: 'SchedulingGated' }] },
    },
  ],
  [
    'all run',
    '2/2 Running 2',
    {
      spec: { containers: two },
      status: { phase: 'Running', containerStatuses: [running('a'), running('b')] },
    },
  ],
  [
    'one is not ready',
    '1/2 Running 2',
    {
      spec: { containers: two },
      status: { phase: 'Running', containerStatuses: [running('a'), running('b', false)] },
    },
  ],
  [
    'crash loop',
    '1/2 CrashLoopBackOff 3',
    {
      spec: { containers: two },
      status: { phase: 'Running', containerStatuses: [running('a'), waiting('b', 'CrashLoopBackOff')] },
    },
  ],
  [
    'the first reason wins',
    '0/2 ErrImagePull 4',
    {
      spec: { containers: two },
      status: {
        phase: 'Pending',
        containerStatuses: [waiting('a', 'ErrImagePull'), waiting('b', 'ContainerCreating')],
      },
    },
  ],
  [
    'completed',
    '0/2 Completed 8',
    {
      spec: { containers: two },
      status: {
        phase: 'Succeeded',
        containerStatuses: [
          ended('a', { exitCode: 0, reason: 'Completed' }),
          ended('b', { exitCode: 0, reason: 'Completed' }),
        ],
      },
    },
  ],
  [
    'one completed, one runs, ready',
    '1/2 Running 5',
    {
      spec: { containers: two },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [ended('a', { exitCode: 0, reason: 'Completed' }), running('b')],
      },
    },
  ],
  [
    'one completed, one runs, not ready',
    '1/2 NotReady 5',
    {
      spec: { containers: two },
      status: {
        phase: 'Running',
        containerStatuses: [ended('a', { exitCode: 0, reason: 'Completed' }), running('b')],
      },
    },
  ],
  [
    'ended without a reason: signal',
    '0/2 Signal:9 4',
    {
      spec: { containers: two },
      status: { phase: 'Failed', containerStatuses: [ended('a', { exitCode: 137, signal: 9 })] },
    },
  ],
  [
    'ended without a reason: exit code',
    '0/2 ExitCode:3 4',
    {
      spec: { containers: two },
      status: { phase: 'Failed', containerStatuses: [ended('a', { exitCode: 3 })] },
    },
  ],
  [
    'deleted',
    '1/2 Terminating 1',
    {
      metadata: { deletionTimestamp: 'now' },
      spec: { containers: two },
      status: { phase: 'Running', containerStatuses: [running('a')] },
    },
  ],
  [
    'deleted when it was over',
    '0/2 Completed 4',
    {
      metadata: { deletionTimestamp: 'now' },
      spec: { containers: two },
      status: { phase: 'Succeeded', containerStatuses: [ended('a', { exitCode: 0, reason: 'Completed' })] },
    },
  ],
  [
    'its node is lost',
    '0/2 Unknown 0',
    {
      metadata: { deletionTimestamp: 'now' },
      spec: { containers: two },
      status: { phase: 'Running', reason: 'NodeLost' },
    },
  ],
  [
    'init: the second one runs',
    '0/2 Init:1/3 8',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }, { name: 'y' }, { name: 'z' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [
          ended('x', { exitCode: 0 }),
          { ...running('y'), restartCount: 4 },
          waiting('z', 'PodInitializing'),
        ],
      },
    },
  ],
  [
    'init: waits for its image',
    '0/2 Init:ImagePullBackOff 2',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }] },
      status: { phase: 'Pending', initContainerStatuses: [waiting('x', 'ImagePullBackOff')] },
    },
  ],
  [
    'init: failed with a reason',
    '0/2 Init:Error 4',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }] },
      status: { phase: 'Pending', initContainerStatuses: [ended('x', { exitCode: 1, reason: 'Error' })] },
    },
  ],
  [
    'init: failed by exit code',
    '0/2 Init:ExitCode:7 4',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }] },
      status: { phase: 'Pending', initContainerStatuses: [ended('x', { exitCode: 7 })] },
    },
  ],
  [
    'init: failed by signal',
    '0/2 Init:Signal:15 4',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }] },
      status: { phase: 'Pending', initContainerStatuses: [ended('x', { exitCode: 143, signal: 15 })] },
    },
  ],
  [
    'init is done, its restarts do not count',
    '1/2 PodInitializing 3',
    {
      spec: { containers: two, initContainers: [{ name: 'x' }] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [ended('x', { exitCode: 0 })],
        containerStatuses: [running('a'), waiting('b', 'PodInitializing')],
      },
    },
  ],
  [
    'a sidecar counts',
    '3/3 Running 3',
    {
      spec: { containers: two, initContainers: [{ name: 's', restartPolicy: 'Always' }] },
      status: {
        phase: 'Running',
        initContainerStatuses: [{ ...running('s'), started: true }],
        containerStatuses: [running('a'), running('b')],
      },
    },
  ],
  [
    'a sidecar that has not started holds up',
    '0/3 Init:0/1 1',
    {
      spec: { containers: two, initContainers: [{ name: 's', restartPolicy: 'Always' }] },
      status: { phase: 'Pending', initContainerStatuses: [{ ...running('s', false), started: false }] },
    },
  ],
  [
    'a sidecar restarts while the pod is initialized',
    '1/3 Init:CrashLoopBackOff 3',
    {
      spec: { containers: two, initContainers: [{ name: 's', restartPolicy: 'Always' }] },
      status: {
        phase: 'Running',
        conditions: [initialized],
        initContainerStatuses: [{ ...waiting('s', 'CrashLoopBackOff'), started: false }],
        containerStatuses: [running('a')],
      },
    },
  ],
];

describe('podStatusLine', () => {
  for (const [name, expected, pod] of rules) {
    test(name, () => {
      const { status, ready, total, restarts } = podStatusLine(pod);
      assert.equal(`${ready}/${total} ${status} ${restarts}`, expected);
    });
  }
});
