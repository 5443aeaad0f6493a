import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../objects/kube-object.ts';
import { matchesLabelSelector, parseFieldSelector, parseLabelSelector } from './selectors.ts';

const pod = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    labels: { app: 'web', 'example.com/tier': 'front', empty: '' },
  },
  spec: { nodeName: 'n1' },
  status: { phase: 'Running' },
} satisfies KubeObject;

const labelTable: readonly [string, boolean][] = [
  ['', true],
  ['app=web', true],
  ['app==web', true],
  ['app = web', true],
  ['app!=web', false],
  ['missing!=web', true],
  ['empty=', true],
  ['app', true],
  ['!app', false],
  ['!missing', true],
  ['app in (api, web)', true],
  ['app in (api)', false],
  ['app notin (api,db)', true],
  ['missing notin (api)', true],
  ['app in (api,web),example.com/tier=front', true],
  ['app in (api,web),example.com/tier!=front', false],
];

for (const [selector, expected] of labelTable) {
  test(`label selector ${selector || '(none)'} → ${expected}`, () => {
    assert.equal(parseLabelSelector(selector)(pod), expected);
  });
}

const fieldTable: readonly [string, boolean][] = [
  ['', true],
  ['metadata.name=web-1', true],
  ['metadata.name==web-2', false],
  ['metadata.namespace!=shop', false],
  ['status.phase=Running,spec.nodeName=n1', true],
  ['status.phase!=Running', false],
  ['spec.hostNetwork=false', true],
  ['status.podIP=', true],
];

for (const [selector, expected] of fieldTable) {
  test(`field selector ${selector || '(none)'} → ${expected}`, () => {
    assert.equal(parseFieldSelector(selector, 'Pod')(pod), expected);
  });
}

test('selectors that mean nothing are refused', () => {
  assert.throws(() => parseLabelSelector('a=b=c'), { name: 'ApiError', code: 400 });
  assert.throws(
    () => parseFieldSelector('spec.colour=red', 'Pod'),
    /^ApiError: field label not supported: spec.colour$/,
  );
  assert.throws(() => parseFieldSelector('nonsense', 'Pod'), { name: 'ApiError', code: 400 });
});

test('a workload selects by labels and by expressions', () => {
  const labels = { app: 'web', tier: 'front' };
  const expression = (operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', values?: string[]) =>
    matchesLabelSelector(
      {
        matchLabels: { app: 'web' },
        matchExpressions: [{ key: 'tier', operator, ...(values && { values }) }],
      },
      labels,
    );
  assert.equal(expression('In', ['front', 'back']), true);
  assert.equal(expression('NotIn', ['front']), false);
  assert.equal(expression('Exists'), true);
  assert.equal(expression('DoesNotExist'), false);
});
