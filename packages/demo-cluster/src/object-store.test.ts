import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompactedError, ObjectStore, type StoreChange } from './object-store.ts';
import type { KubeObject } from './objects/kube-object.ts';

function thing(name: string, spec: unknown = {}): KubeObject {
  return { kind: 'Thing', apiVersion: 'v1', metadata: { name, namespace: 'ns' }, spec };
}

const names = (objects: readonly KubeObject[]) => objects.map(object => object.metadata.name);

test('one revision grows with every change of whatever type', () => {
  const store = new ObjectStore({ firstRevision: 100 });
  assert.equal(store.create('things', thing('a'))?.metadata.resourceVersion, '101');
  assert.equal(store.create('others', thing('a'))?.metadata.resourceVersion, '102');
  assert.equal(store.create('things', thing('a')), undefined);
  assert.equal(
    store.update('things', 'ns/a', object => ({ ...object, spec: 1 }))?.metadata.resourceVersion,
    '103',
  );
  assert.equal(store.delete('things', 'ns/a')?.metadata.resourceVersion, '104');
  assert.equal(store.revision, 104);
});

test('an update that changes nothing spends no revision', () => {
  const store = new ObjectStore();
  store.create('things', thing('a', { x: [1] }));
  store.update('things', 'ns/a', object => ({ ...object, spec: { x: [1] } }));
  assert.equal(store.revision, 1);
});

test('lists are in the order of the keys, and as they were at a revision', () => {
  const store = new ObjectStore();
  for (const name of ['c', 'a', 'b']) store.create('things', thing(name));
  store.delete('things', 'ns/a');
  store.update('things', 'ns/b', object => ({ ...object, spec: 'new' }));
  assert.deepEqual(names(store.list('things')), ['b', 'c']);
  assert.deepEqual(names(store.listAt('things', 3)), ['a', 'b', 'c']);
  assert.deepEqual(store.listAt('things', 3)[1]?.spec, {});
  assert.deepEqual(names(store.listAt('things', 1)), ['c']);
});

test('a watch gets what it missed, then what comes, of its type alone', () => {
  const store = new ObjectStore();
  store.create('things', thing('a'));
  store.create('things', thing('b'));
  store.create('others', thing('x'));
  const seen: string[] = [];
  const unwatch = store.watch('things', 1, ({ type, object }) =>
    seen.push(`${type} ${object.metadata.name}`),
  );
  store.update('things', 'ns/a', object => ({ ...object, spec: 2 }));
  store.delete('things', 'ns/b');
  unwatch();
  store.create('things', thing('c'));
  assert.deepEqual(seen, ['ADDED b', 'MODIFIED a', 'DELETED b']);
});

test('changes made by a listener reach every watch in the order of their revisions', () => {
  const store = new ObjectStore();
  store.watch('things', 0, ({ type }) => {
    if (type === 'ADDED') store.update('things', 'ns/a', object => ({ ...object, spec: 2 }));
  });
  const seen: StoreChange[] = [];
  store.watch('things', 0, change => seen.push(change));
  store.create('things', thing('a'));
  assert.deepEqual(
    seen.map(({ type, revision }) => [type, revision]),
    [
      ['ADDED', 1],
      ['MODIFIED', 2],
    ],
  );
});

test('what is compacted is refused, by list and by watch', () => {
  const store = new ObjectStore();
  for (const name of ['a', 'b', 'c']) store.create('things', thing(name));
  store.compact(2);
  assert.throws(() => store.listAt('things', 1), CompactedError);
  assert.throws(() => store.watch('things', 1, () => {}), { name: 'CompactedError', oldestRevision: 3 });
  assert.deepEqual(names(store.listAt('things', 2)), ['a', 'b']);
});

test('the history is bounded', () => {
  const store = new ObjectStore({ maxHistory: 10 });
  for (let index = 0; index < 25; index += 1) store.create('things', thing(`t${index}`));
  assert.throws(() => store.listAt('things', 1), CompactedError);
  assert.equal(store.listAt('things', 24).length, 24);
});
