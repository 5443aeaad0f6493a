import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container, pod } from '../testing/pods.ts';
import { findPlace, findPlaces, type KnownPods } from './find-place.ts';
import type { Place } from './places.ts';

const web = { kind: 'Deployment', name: 'web' };
const pods = [
  pod({ name: 'web-starting', status: 'Pending' }),
  pod({ name: 'web-2' }),
  pod({ name: 'db-0', owner: { kind: 'StatefulSet', name: 'db' }, containers: [container({ name: 'sql' })] }),
];
const known: KnownPods = { context: 'here', namespace: 'shop', loaded: true, pods };

function place(name: string, change: Partial<Place['target']> = {}, owner: Place['owner'] = web): Place {
  return { target: { context: 'here', namespace: 'shop', pod: name, container: 'app', ...change }, owner };
}

const table: readonly (readonly [string, Place, string])[] = [
  ['its pod is there', place('web-2'), 'web-2 found'],
  ['its pod was replaced: one of the workload that runs', place('web-1'), 'web-2 found'],
  ['a bare pod is gone', place('web-1', {}, null), 'web-1 gone'],
  ['the workload has no such container', place('web-1', { container: 'proxy' }), 'web-1 gone'],
  ['its pod has no such container any more', place('db-0', {}, null), 'db-0 gone'],
  ['another context', place('web-2', { context: 'there' }), 'web-2 unknown'],
  ['another namespace', place('web-2', { namespace: 'else' }), 'web-2 unknown'],
];

for (const [name, wanted, expected] of table)
  test(name, () => {
    const found = findPlace(wanted, known);
    assert.equal(`${found.target.pod} ${found.state}`, expected);
  });

test('nothing is known until the list is there', () => {
  assert.equal(findPlace(place('web-2'), { ...known, loaded: false }).state, 'unknown');
});

test('places that have become the same are one', () => {
  const found = findPlaces([place('web-0'), place('web-1'), place('web-2')], known);
  assert.deepEqual(
    found.map(({ target }) => target.pod),
    ['web-2'],
  );
});
