import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container, pod } from '../testing/pods.ts';
import { findPlaces } from './find-place.ts';
import { type Row, type RowOptions, type Section, toRows } from './rows.ts';
import { numberSiblings } from './sibling-numbers.ts';
import { keyAction } from './tree-keys.ts';

const two = [container({ name: 'app' }), container({ name: 'proxy', kind: 'sidecar' })];
const pods = [
  pod({ name: 'a-1', namespace: 'a' }),
  pod({ name: 'b-1', namespace: 'b', containers: two }),
  pod({ name: 'b-2', namespace: 'b', owner: null }),
];
const target = { context: 'here', namespace: 'a', pod: 'a-1', container: 'app' };
const known = { context: 'here', namespace: undefined, loaded: true, pods };
const sections: readonly Section[] = [
  { id: 'pinned', places: [] },
  { id: 'recent', places: findPlaces([{ target, owner: null }], known) },
];

function describe(row: Row): string {
  switch (row.type) {
    case 'namespace':
      return `${row.name}: ${row.count}`;
    case 'divider':
      return '—';
    case 'section':
      return `${row.section.id} ${row.expanded}`;
    case 'place':
      return `  ${row.place.target.pod}`;
    case 'workload':
      return `${row.workload.owner?.name ?? 'bare'} ${row.expanded}`;
    default:
      return `${'  '.repeat(row.level - 1)}${row.type === 'pod' ? `${row.pod.name} ${row.expanded ?? '-'}` : row.container.name}`;
  }
}

function list(change: Partial<RowOptions> = {}): readonly Row[] {
  return toRows(pods, {
    view: 'pods',
    sections: [],
    groupByNamespace: false,
    isExpanded: (_, usual) => usual,
    showAll: false,
    ...change,
  });
}

const folded = (...keys: string[]) => {
  return { isExpanded: (key: string, usual: boolean) => usual && !keys.includes(key) };
};

const tables: readonly (readonly [string, Partial<RowOptions>, readonly string[]])[] = [
  [
    'pods with their containers, a single container with its pod',
    {},
    ['a-1 -', 'b-1 true', '  app', '  proxy', 'b-2 -'],
  ],
  [
    'grouped by namespace, and folded',
    { groupByNamespace: true, ...folded('uid of b-1') },
    ['a: 1', 'a-1 -', 'b: 2', 'b-1 false', 'b-2 -'],
  ],
  [
    'places first',
    { sections },
    ['recent true', '  a-1', '—', 'a-1 -', 'b-1 true', '  app', '  proxy', 'b-2 -'],
  ],
  [
    'places folded away',
    { sections, groupByNamespace: true, ...folded('section recent', 'uid of b-1') },
    ['recent false', 'a: 1', 'a-1 -', 'b: 2', 'b-1 false', 'b-2 -'],
  ],
  ['workloads, folded', { view: 'workloads' }, ['web false', 'web false', 'bare false']],
  [
    'workloads of a short list',
    { view: 'workloads', showAll: true, groupByNamespace: true },
    [
      'a: 1',
      'web true',
      '  a-1 -',
      'b: 2',
      'web true',
      '  b-1 true',
      '    app',
      '    proxy',
      'bare true',
      '  b-2 -',
    ],
  ],
];

for (const [name, options, expected] of tables)
  test(name, () => assert.deepEqual(list(options).map(describe), expected));

test('every line has a key of its own', () => {
  const keys = list({ view: 'workloads', showAll: true, groupByNamespace: true, sections }).map(
    ({ key }) => key,
  );
  assert.equal(new Set(keys).size, keys.length);
});

test('siblings are counted', () => {
  const rows = list({ view: 'workloads', showAll: true, groupByNamespace: true });
  const numbers = numberSiblings(rows).map(number => number && `${number.position}/${number.count}`);
  assert.deepEqual(numbers, [undefined, '1/3', '1/1', undefined, '2/3', '1/1', '1/2', '2/2', '3/3', '1/1']);
});

const rows = list({ groupByNamespace: true });
// 0 a: · 1 a-1 · 2 b: · 3 b-1 · 4 app · 5 proxy · 6 b-2
const moves: readonly (readonly [string, number, number])[] = [
  ['ArrowDown', -1, 1],
  ['ArrowDown', 1, 3],
  ['ArrowDown', 6, 6],
  ['ArrowUp', 3, 1],
  ['ArrowUp', 1, 1],
  ['PageDown', 1, 6],
  ['PageUp', 6, 1],
  ['Home', 5, 1],
  ['End', 1, 6],
  ['ArrowLeft', 5, 3],
  ['ArrowRight', 3, 4],
];

function press(key: string, index: number, modifiers = {}) {
  return keyAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers }, rows, index);
}

for (const [key, from, to] of moves)
  test(`${key} goes from line ${from} to ${to}`, () =>
    assert.deepEqual(press(key, from), { type: 'move', index: to }));

test('Left folds a pod, Enter opens, P pins, other keys are left to others', () => {
  assert.deepEqual(press('ArrowLeft', 3), { type: 'fold', key: 'uid of b-1', away: true });
  assert.equal(press('ArrowLeft', 1), undefined, 'nothing to fold');
  assert.equal(press('ArrowRight', 1), undefined, 'nothing to unfold');
  assert.deepEqual(press('Enter', 4), { type: 'open', row: rows[4] });
  assert.deepEqual(press('p', 4), { type: 'pin', row: rows[4] });
  assert.equal(press('Enter', -1), undefined);
  assert.equal(press('k', 1), undefined);
  assert.equal(press('Home', 1, { ctrlKey: true }), undefined);
});
