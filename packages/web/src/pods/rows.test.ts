import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container, pod } from '../testing/pods.ts';
import { type Row, toRows } from './rows.ts';
import { keyAction } from './tree-keys.ts';

const two = [container({ name: 'app' }), container({ name: 'proxy', kind: 'sidecar' })];
const pods = [
  pod({ name: 'a-1', namespace: 'a' }),
  pod({ name: 'b-1', namespace: 'b', containers: two }),
  pod({ name: 'b-2', namespace: 'b' }),
];
const none = new Set<string>();

function describe(row: Row): string {
  if (row.type === 'namespace') return `${row.name}: ${row.count}`;
  return row.type === 'pod' ? `${row.pod.name} ${row.expanded ?? '-'}` : `  ${row.container.name}`;
}

test('lists pods with their containers, a single container with its pod', () => {
  const rows = toRows(pods, { collapsed: none, groupByNamespace: false });
  assert.deepEqual(rows.map(describe), ['a-1 -', 'b-1 true', '  app', '  proxy', 'b-2 -']);
});

test('groups by namespace, and folds', () => {
  const rows = toRows(pods, { collapsed: new Set(['uid of b-1']), groupByNamespace: true });
  assert.deepEqual(rows.map(describe), ['a: 1', 'a-1 -', 'b: 2', 'b-1 false', 'b-2 -']);
});

test('every line has a key of its own', () => {
  const keys = toRows(pods, { collapsed: none, groupByNamespace: true }).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});

const rows = toRows(pods, { collapsed: none, groupByNamespace: true });
// 0 a: · 1 a-1 · 2 b: · 3 b-1 · 4 app · 5 proxy · 6 b-2
const moves: readonly (readonly [string, number, number])[] = [
  ['ArrowDown', -1, 1],
  ['ArrowDown', 1, 3],
  ['ArrowDown', 6, 6],
  ['ArrowUp', 3, 1],
  ['ArrowUp', 1, 1],
  ['Home', 5, 1],
  ['End', 1, 6],
  ['ArrowLeft', 5, 3],
];

function press(key: string, index: number, modifiers = {}) {
  return keyAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers }, rows, index);
}

for (const [key, from, to] of moves)
  test(`${key} goes from line ${from} to ${to}`, () =>
    assert.deepEqual(press(key, from), { type: 'move', index: to }));

test('Left folds a pod, Enter opens, other keys are left to others', () => {
  assert.deepEqual(press('ArrowLeft', 3), { type: 'fold', uid: 'uid of b-1', away: true });
  assert.equal(press('ArrowRight', 3), undefined, 'unfolded already');
  assert.equal(press('ArrowLeft', 1), undefined, 'nothing to fold');
  assert.deepEqual(press('Enter', 4), { type: 'open', row: rows[4] });
  assert.equal(press('Enter', -1), undefined);
  assert.equal(press('k', 1), undefined);
  assert.equal(press('Home', 1, { ctrlKey: true }), undefined);
});
