import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerSummary, PodSummary } from '@podbay/protocol';
import { siblingsOf, targetsIn } from './workload-pods.ts';

const running: ContainerSummary = {
  name: 'app',
  kind: 'container',
  image: 'i',
  ready: true,
  restarts: 0,
  state: { type: 'running', startedAt: null },
};

function pod(name: string, owner: PodSummary['owner'], containers = [running]): PodSummary {
  return {
    namespace: 'shop',
    name,
    uid: name,
    status: 'Running',
    ready: 1,
    total: 1,
    restarts: 0,
    createdAt: '',
    node: null,
    owner,
    defaultContainer: containers[0]?.name ?? '',
    containers,
  };
}

const web = { kind: 'Deployment', name: 'web' };
const waiting: ContainerSummary = { ...running, state: { type: 'waiting', reason: 'x', message: '' } };

test('the pods of the same workload', () => {
  const pods = [
    pod('a', web),
    pod('b', { ...web, kind: 'StatefulSet' }),
    pod('c', null),
    pod('d', { ...web }),
  ];
  assert.deepEqual(
    siblingsOf(pods, 'a').map(({ name }) => name),
    ['a', 'd'],
  );
  assert.deepEqual(
    siblingsOf(pods, 'c').map(({ name }) => name),
    ['c'],
  );
  assert.deepEqual(siblingsOf(pods, 'gone'), []);
});

test('the same container in each pod, else its first one, where it runs', () => {
  const sidecar = { ...running, name: 'proxy' };
  const pods = [pod('a', web, [running, sidecar]), pod('b', web), pod('c', web, [waiting])];
  assert.deepEqual(
    targetsIn(pods, 'demo', 'proxy').map(({ pod: name, container }) => `${name}/${container}`),
    ['a/proxy', 'b/app'],
  );
});
