import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container, pod } from '../testing/pods.ts';
import { filterPods } from './filter.ts';

const waiting = { type: 'waiting', reason: 'CrashLoopBackOff', message: '' } as const;
const pods = [
  pod({ name: 'web-1' }),
  pod({ name: 'api-1', namespace: 'payments', owner: { kind: 'StatefulSet', name: 'ledger' } }),
  pod({ name: 'job-1', status: 'Error', containers: [container({ name: 'sidekick', state: waiting })] }),
  pod({ name: 'bare', owner: null, node: null, containers: [container({ image: 'busybox:1.37' })] }),
];

const table: readonly (readonly [string, readonly string[]])[] = [
  ['', ['web-1', 'api-1', 'job-1', 'bare']],
  ['   ', ['web-1', 'api-1', 'job-1', 'bare']],
  ['WEB-', ['web-1']],
  ['payments', ['api-1']],
  ['statefulset ledger', ['api-1']],
  ['crashloop', ['job-1']],
  ['error sidekick', ['job-1']],
  ['busybox', ['bare']],
  ['web payments', []],
];

for (const [filter, expected] of table)
  test(`filter ${JSON.stringify(filter)}`, () => {
    assert.deepEqual(
      filterPods(pods, filter).map(({ name }) => name),
      expected,
    );
  });
