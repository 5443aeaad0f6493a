import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyPatch } from './patch.ts';

const pod = {
  metadata: { name: 'a', labels: { app: 'web', old: '1' } },
  spec: {
    containers: [
      { name: 'x', image: '1' },
      { name: 'y', image: '1' },
    ],
    args: ['a', 'b'],
  },
};

const strategic = 'application/strategic-merge-patch+json';
const merge = 'application/merge-patch+json';
const json = 'application/json-patch+json';

test('a strategic merge knows the items of a list by their key', () => {
  const patch = {
    spec: {
      containers: [
        { name: 'y', image: '2' },
        { name: 'z', image: '3' },
      ],
      args: ['c'],
    },
  };
  assert.deepEqual(applyPatch(pod, patch, strategic).spec, {
    containers: [
      { name: 'x', image: '1' },
      { name: 'y', image: '2' },
      { name: 'z', image: '3' },
    ],
    args: ['c'],
  });
});

test('directives of a strategic merge order, delete and replace', () => {
  const order = { $setElementOrder: 1, '$setElementOrder/containers': [{ name: 'x' }] };
  const patch = {
    metadata: { labels: { $patch: 'replace', only: '1' } },
    spec: { ...order, containers: [{ name: 'x', $patch: 'delete' }] },
  };
  const result = applyPatch(pod, patch, strategic);
  assert.deepEqual(result.metadata, { name: 'a', labels: { only: '1' } });
  assert.deepEqual(result.spec.containers, [{ name: 'y', image: '1' }]);
});

test('a merge patch replaces lists and removes what is null', () => {
  const result = applyPatch(pod, { metadata: { labels: { old: null } }, spec: { containers: [] } }, merge);
  assert.deepEqual(result, {
    metadata: { name: 'a', labels: { app: 'web' } },
    spec: { containers: [], args: ['a', 'b'] },
  });
});

test('a JSON patch adds, replaces, removes and tests', () => {
  const patch = [
    { op: 'test', path: '/metadata/name', value: 'a' },
    { op: 'add', path: '/metadata/labels/example.com~1x', value: 'y' },
    { op: 'replace', path: '/spec/containers/0/image', value: '9' },
    { op: 'remove', path: '/spec/args/0' },
    { op: 'add', path: '/spec/args/-', value: 'z' },
  ];
  const result = applyPatch(pod, patch, json);
  assert.deepEqual(result.metadata.labels, { app: 'web', old: '1', 'example.com/x': 'y' });
  assert.equal(result.spec.containers[0]?.image, '9');
  assert.deepEqual(result.spec.args, ['b', 'z']);
  assert.equal(pod.spec.args.length, 2);
});

test('patches that do not fit are refused', () => {
  assert.throws(() => applyPatch(pod, [{ op: 'test', path: '/metadata/name', value: 'b' }], json), {
    code: 400,
  });
  assert.throws(() => applyPatch(pod, [{ op: 'add', path: '/no/such/place', value: 1 }], json), {
    code: 400,
  });
  assert.throws(() => applyPatch(pod, 'text', merge), { code: 400 });
});
