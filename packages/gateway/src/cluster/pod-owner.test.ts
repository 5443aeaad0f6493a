import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectMeta } from './kubernetes-types.ts';
import { findOwner } from './pod-owner.ts';

const due = Date.UTC(2026, 8, 1, 4, 30) / 60_000;
const hashed = { labels: { 'pod-template-hash': '6d4cf56db6' } };

function owned(kind: string, name: string, more: ObjectMeta = {}): ObjectMeta {
  return { ownerReferences: [{ kind, name, controller: true }], ...more };
}

const table: readonly (readonly [string, ObjectMeta | undefined, string | null])[] = [
  ['nothing is known', undefined, null],
  ['a bare pod', {}, null],
  ['a Deployment', owned('ReplicaSet', 'web-6d4cf56db6', hashed), 'Deployment web'],
  ['a Deployment with hyphens', owned('ReplicaSet', 'web-eu-1-6d4cf56db6', hashed), 'Deployment web-eu-1'],
  ['a ReplicaSet of its own', owned('ReplicaSet', 'web-6d4cf56db6'), 'ReplicaSet web-6d4cf56db6'],
  ['another hash', owned('ReplicaSet', 'web-55555', hashed), 'ReplicaSet web-55555'],
  ['a StatefulSet', owned('StatefulSet', 'db'), 'StatefulSet db'],
  ['a DaemonSet', owned('DaemonSet', 'logs'), 'DaemonSet logs'],
  ['a static pod', owned('Node', 'node-1'), 'Node node-1'],
  ['a Job', owned('Job', 'migrate', { creationTimestamp: '2026-09-01T04:30:01Z' }), 'Job migrate'],
  [
    'a CronJob',
    owned('Job', `report-${due}`, { creationTimestamp: '2026-09-01T04:30:01Z' }),
    'CronJob report',
  ],
  [
    'a CronJob whose Job started late',
    owned('Job', `report-${due}`, { creationTimestamp: '2026-09-03T00:00:00Z' }),
    'CronJob report',
  ],
  [
    'a Job named after a day',
    owned('Job', 'import-20260901', { creationTimestamp: '2026-09-01T04:30:01Z' }),
    'Job import-20260901',
  ],
  ['a Job of an unknown time', owned('Job', `report-${due}`), `Job report-${due}`],
  ['no controller among the owners', { ownerReferences: [{ kind: 'Thing', name: 'x' }] }, 'Thing x'],
];

for (const [name, metadata, expected] of table)
  test(`owner: ${name}`, () => {
    const owner = findOwner(metadata);
    assert.equal(owner && `${owner.kind} ${owner.name}`, expected);
  });
