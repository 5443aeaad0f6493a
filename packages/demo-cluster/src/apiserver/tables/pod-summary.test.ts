import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerState, ContainerStatus, Pod } from '../../objects/pod.ts';
import { summarizePod } from './pod-summary.ts';

const now = new Date('2026-01-01T12:00:00Z');
const running: ContainerState = { running: { startedAt: '2026-01-01T10:00:00Z' } };
const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
const ended = (exitCode: number, reason: string): ContainerState => ({
  terminated: { exitCode, reason, startedAt: '2026-01-01T10:00:00Z', finishedAt: '2026-01-01T11:55:00Z' },
});

function status(name: string, state: ContainerState, more: Partial<ContainerStatus> = {}): ContainerStatus {
  const up = state.running !== undefined;
  return {
    name,
    image: '',
    imageID: '',
    ready: up,
    started: up,
    restartCount: 0,
    state,
    lastState: {},
    ...more,
  };
}

interface Parts {
  readonly phase?: Pod['status']['phase'];
  readonly init?: readonly ContainerStatus[];
  readonly sidecar?: boolean;
  readonly main?: readonly ContainerStatus[];
  readonly deleting?: boolean;
  readonly reason?: string;
}

function pod({
  phase = 'Running',
  init = [],
  sidecar = false,
  main = [],
  deleting = false,
  reason,
}: Parts): Pod {
  const define = ({ name }: ContainerStatus) => ({ name, image: '' });
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', ...(deleting ? { deletionTimestamp: '2026-01-01T12:00:30Z' } : {}) },
    spec: {
      initContainers: init.map(one => ({
        ...define(one),
        ...(sidecar ? { restartPolicy: 'Always' as const } : {}),
      })),
      containers: main.length === 0 ? [{ name: 'a', image: '' }] : main.map(define),
    },
    status: {
      phase,
      ...(reason === undefined ? {} : { reason }),
      initContainerStatuses: init,
      containerStatuses: main,
    },
  };
}

const crashed = { restartCount: 4, lastState: ended(1, 'Error') };

const table: readonly [string, Pod, string][] = [
  ['scheduled to nowhere', pod({ phase: 'Pending' }), '0/1 Pending 0'],
  [
    'starting',
    pod({ phase: 'Pending', main: [status('a', waiting('ContainerCreating'))] }),
    '0/1 ContainerCreating 0',
  ],
  ['running', pod({ main: [status('a', running), status('b', running)] }), '2/2 Running 0'],
  [
    'crash-looping',
    pod({ main: [status('a', waiting('CrashLoopBackOff'), crashed)] }),
    '0/1 CrashLoopBackOff 4 (5m ago)',
  ],
  ['between two crashes', pod({ main: [status('a', ended(1, 'Error'))] }), '0/1 Error 0'],
  [
    'one of two is over',
    pod({ main: [status('a', ended(0, 'Completed')), status('b', running)] }),
    '1/2 NotReady 0',
  ],
  ['completed', pod({ phase: 'Succeeded', main: [status('a', ended(0, 'Completed'))] }), '0/1 Completed 0'],
  ['deleted', pod({ main: [status('a', running)], deleting: true }), '1/1 Terminating 0'],
  ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), '0/1 Evicted 0'],
  ['init runs', pod({ phase: 'Pending', init: [status('i', running)] }), '0/1 Init:0/1 0'],
  ['init fails', pod({ phase: 'Pending', init: [status('i', ended(2, 'Error'))] }), '0/1 Init:Error 0'],
  [
    'init crash-loops',
    pod({ phase: 'Pending', init: [status('i', waiting('CrashLoopBackOff'), crashed)] }),
    '0/1 Init:CrashLoopBackOff 4 (5m ago)',
  ],
  [
    'init is done',
    pod({ init: [status('i', ended(0, 'Completed'))], main: [status('a', running)] }),
    '1/1 Running 0',
  ],
  [
    'sidecar counts',
    pod({ init: [status('s', running)], sidecar: true, main: [status('a', running)] }),
    '2/2 Running 0',
  ],
  [
    'sidecar starts',
    pod({ phase: 'Pending', init: [status('s', waiting('PodInitializing'))], sidecar: true }),
    '0/2 Init:0/1 0',
  ],
];

for (const [name, given, expected] of table) {
  test(name, () => {
    const { ready, status: shown, restarts } = summarizePod(given, now);
    assert.equal(`${ready} ${shown} ${restarts}`, expected);
  });
}
