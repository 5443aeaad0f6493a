import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPlaces } from '../pods/find-place.ts';
import type { Place } from '../pods/places.ts';
import { container, pod } from '../testing/pods.ts';
import type { Entry } from './entries.ts';
import { type Findable, find } from './find.ts';
import { PodSearch } from './pod-search.ts';

const pods = [
  pod({
    name: 'web-7f9c-x2x9z',
    containers: [container({ name: 'nginx' }), container({ name: 'proxy' })],
    defaultContainer: 'nginx',
  }),
  pod({
    name: 'fraud-check-55-abcde',
    namespace: 'payments',
    owner: { kind: 'Deployment', name: 'fraud-check' },
  }),
  pod({ name: 'db-0', owner: { kind: 'StatefulSet', name: 'db' } }),
];

function place(context: string, name: string): Place {
  return { target: { context, namespace: 'shop', pod: name, container: 'app' }, owner: null };
}

function command(title: string): Entry {
  const run = { id: title, group: 'general', title: () => title, run: () => {} } as const;
  return { type: 'command', key: title, title, detail: '', weight: 1, command: run };
}

function known(
  change: Partial<Findable> & { pinnedAt?: readonly Place[]; recentAt?: readonly Place[] } = {},
): Findable {
  const list = change.pods ?? pods;
  const reach = { context: 'here', namespace: undefined, loaded: true, pods: list };
  return {
    context: 'here',
    pods: list,
    search: new PodSearch(list, 'here'),
    pinned: findPlaces(change.pinnedAt ?? [], reach),
    recent: findPlaces(change.recentAt ?? [], reach),
    sessions: [],
    places: [
      { type: 'namespace', key: 'n', name: 'payments', title: 'Namespace payments', detail: '', weight: 1 },
    ],
    commands: [command('Split right'), command('Close the tab')],
    ...change,
  };
}

function titles(typed: string, findable: Findable): readonly string[] {
  return find(typed, findable).flatMap(({ value, items }) =>
    items.map(({ entry }) => `${value}: ${entry.title}`),
  );
}

const first: readonly (readonly [string, string])[] = [
  ['web', 'containers: web-7f9c-x2x9z / nginx'],
  ['proxy', 'containers: web-7f9c-x2x9z / proxy'],
  ['frdchk', 'containers: fraud-check-55-abcde / app'],
  ['payments fraud', 'containers: fraud-check-55-abcde / app'],
  ['shop/web/proxy', 'containers: web-7f9c-x2x9z / proxy'],
  ['here/shop/db-0', 'containers: db-0 / app'],
  ['x2x9z', 'containers: web-7f9c-x2x9z / nginx'],
  ['statefulset', 'containers: db-0 / app'],
  ['split', 'commands: Split right'],
  ['namespace pay', 'places: Namespace payments'],
];

for (const [typed, expected] of first)
  test(`${typed} finds ${expected}`, () => assert.equal(titles(typed, known())[0], expected));

test('> finds commands alone', () => {
  assert.deepEqual(titles('>', known()), ['commands: Split right', 'commands: Close the tab']);
  assert.deepEqual(titles('>  clo', known()), ['commands: Close the tab']);
  assert.deepEqual(titles('>web', known()), []);
});

test('what is nowhere is not found', () => assert.deepEqual(titles('zzqq', known()), []));

test('before anything is typed: what is pinned, then what was opened, each once', () => {
  const findable = known({
    pinnedAt: [place('here', 'db-0'), place('there', 'api')],
    recentAt: [place('here', 'db-0'), place('here', 'long-gone'), place('there', 'old')],
  });
  assert.deepEqual(titles('', findable).slice(0, 3), [
    'pinned: db-0 / app',
    'pinned: api / app',
    'recent: old / app',
  ]);
});

test('before anything is typed and nothing is known: the first pods', () => {
  assert.equal(titles('', known())[0], 'containers: web-7f9c-x2x9z / nginx');
});

test('what is pinned comes before what matches as well', () => {
  const twins = [pod({ name: 'web-1' }), pod({ name: 'web-2' })];
  assert.equal(titles('web', known({ pods: twins }))[0], 'containers: web-1 / app');
  const findable = known({ pods: twins, pinnedAt: [place('here', 'web-2')] });
  assert.equal(titles('web', findable)[0], 'containers: web-2 / app');
});

test('a pinned container of another context is found', () => {
  assert.deepEqual(titles('there elsewhere', known({ pinnedAt: [place('there', 'elsewhere')] })), [
    'containers: elsewhere / app',
  ]);
});

test('the letters that matched are marked', () => {
  const [group] = find('wb prxy', known());
  const marks = group?.items[0];
  const title = marks?.entry.title ?? '';
  assert.equal(marks?.titleMarks.map(index => title[index]).join(''), 'wbprxy');
});

test('5,000 pods are searched within a frame', () => {
  const many = Array.from({ length: 5000 }, (_, i) =>
    pod({
      name: `${['web', 'api', 'fraud-check'][i % 3]}-${(i * 7919).toString(36)}-${(i * 104_729).toString(36)}`,
      uid: `${i}`,
    }),
  );
  const findable = known({ pods: many });
  // Of this process alone, and the best of several: what the engine does besides is not counted.
  const times = ['f', 'fr', 'fra', 'frau', 'fraud', 'fraud s', 'fraud sh'].map(typed => {
    const tries = [1, 2, 3, 4, 5, 6].map(() => {
      const start = process.cpuUsage();
      find(typed, findable);
      return process.cpuUsage(start).user / 1000;
    });
    return Math.min(...tries);
  });
  assert.ok(Math.max(...times) < 16, `${times.map(Math.round)} ms`);
});
