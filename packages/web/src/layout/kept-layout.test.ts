import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repairLayout } from './kept-layout.ts';

function group(...views: unknown[]) {
  return { type: 'leaf', data: { id: 'x', views, activeView: views.at(-1) }, size: 300 };
}

function split(...data: unknown[]) {
  return { type: 'branch', data, size: 500 };
}

function repaired(root: unknown, ids: readonly string[]): string {
  return draw(repairLayout({ root, width: 900, height: 500 }, new Set(ids))?.root);
}

/** `[a b* | [c* | d*]]`: splits in brackets, the active tab of a group with a star. */
function draw(node: unknown): string {
  const { type, data } = (node ?? {}) as { type?: string; data?: unknown };
  if (type === 'branch') return `[${(data as unknown[]).map(draw).join(' | ')}]`;
  const { views = [], activeView } = (data ?? {}) as { views?: string[]; activeView?: string };
  return views.map(view => (view === activeView ? `${view}*` : view)).join(' ') || 'nothing';
}

const whole = split(group('a', 'b'), split(group('c'), group('d')));

const table: readonly (readonly [string, unknown, readonly string[], string])[] = [
  ['all are there', whole, ['a', 'b', 'c', 'd'], '[a b* | [c* | d*]]'],
  ['the active one is gone', whole, ['a', 'c', 'd'], '[a* | [c* | d*]]'],
  ['a group is empty', whole, ['a', 'b', 'd'], '[a b* | [d*]]'],
  ['a split is empty', whole, ['b'], '[b*]'],
  ['nobody is there', whole, [], 'nothing'],
  ['one comes twice', split(group('a'), group('a', 'b')), ['a', 'b'], '[a* | b*]'],
  ['views that are none', split(group(3, null, {}, 'a')), ['a'], '[a*]'],
  ['a group at the top', group('a'), ['a'], 'nothing'],
  ['another type', split({ type: 'floating', data: [] }, group('a')), ['a'], '[a*]'],
  ['no children', split(), ['a'], 'nothing'],
];

for (const [name, root, ids, expected] of table)
  test(`a layout where ${name}`, () => assert.equal(repaired(root, ids), expected));

for (const value of [undefined, null, 3, 'x', [], {}, { root: null }, { root: { type: 'branch', data: 3 } }])
  test(`no layout: ${JSON.stringify(value)}`, () =>
    assert.equal(repairLayout(value, new Set(['a'])), undefined));

test('sizes that are none, or beyond all screens, get another', () => {
  const root = {
    ...split({ ...group('a'), size: Number.NaN }, { ...group('b'), size: -3 }, { ...group('c'), size: 1e9 }),
    size: '12',
  };
  const layout = repairLayout({ root, width: Infinity, height: 'tall' }, new Set(['a', 'b', 'c']));
  const sizes = [
    layout?.width,
    layout?.height,
    layout?.root.size,
    ...(layout?.root.data ?? []).map(n => n.size),
  ];
  assert.deepEqual(new Set(sizes), new Set([100]));
});

test('a layout without an end is cut', () => {
  let node: unknown = group('a');
  for (let depth = 0; depth < 5000; depth++) node = split(node);
  assert.equal(repaired(node, ['a']), 'nothing');
});
