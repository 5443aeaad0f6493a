import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ScriptedRuntime } from '../kubelet/scripted-runtime.ts';
import { startDemoCluster } from '../start-demo-cluster.ts';
import { send, type WatchEvent, watch } from './test-client.ts';

const cluster = await startDemoCluster({ runtime: new ScriptedRuntime(), bookmarkMs: 50 });
after(() => cluster.close());

const maps = '/api/v1/namespaces/default/configmaps';

interface List {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

async function list(path: string): Promise<List> {
  return (await send(cluster, path)).json as List;
}

async function create(name: string, labels: Record<string, string> = {}): Promise<void> {
  const { code, text } = await send(cluster, maps, { method: 'POST', body: { metadata: { name, labels } } });
  assert.equal(code, 201, text);
}

async function relabel(name: string, labels: Record<string, string>): Promise<void> {
  const headers = { 'content-type': 'application/merge-patch+json' };
  const { code, text } = await send(cluster, `${maps}/${name}`, {
    method: 'PATCH',
    headers,
    body: { metadata: { labels } },
  });
  assert.equal(code, 200, text);
}

const remove = (name: string) => send(cluster, `${maps}/${name}`, { method: 'DELETE' });
const shape = (events: readonly WatchEvent[]) =>
  events.map(({ type, object }) => `${type} ${object.metadata.name}`);
const atLeast = (count: number) => (events: readonly WatchEvent[]) => events.length >= count;

test('a watch goes on where the list ended', async () => {
  const { metadata } = await list(maps);
  await create('after-list');
  const events = await watch(cluster, `${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`, {
    onOpen: () => remove('after-list'),
    enough: atLeast(2),
  });
  assert.deepEqual(shape(events), ['ADDED after-list', 'DELETED after-list']);
  const [added, deleted] = events.map(({ object }) => Number(object.metadata.resourceVersion));
  assert.ok((added ?? 0) > Number(metadata.resourceVersion) && (deleted ?? 0) > (added ?? 0));
});

test('a watch without a version begins with what there is', async () => {
  const events = await watch(cluster, `${maps}?watch=true&timeoutSeconds=1`);
  assert.deepEqual(shape(events), ['ADDED kube-root-ca.crt']);
});

test('what starts or stops to match a selector appears or disappears', async () => {
  await create('hats', { colour: 'blue' });
  const { metadata } = await list(maps);
  const events = await watch(
    cluster,
    `${maps}?watch=1&labelSelector=colour%3Dred&resourceVersion=${metadata.resourceVersion}`,
    {
      onOpen: async () => {
        await relabel('hats', { colour: 'red' });
        await relabel('hats', { size: 'L' });
        await relabel('hats', { colour: 'green' });
        await remove('hats');
        await create('shoes', { colour: 'red' });
        await remove('shoes');
      },
      enough: atLeast(5),
    },
  );
  assert.deepEqual(shape(events), [
    'ADDED hats',
    'MODIFIED hats',
    'DELETED hats',
    'ADDED shoes',
    'DELETED shoes',
  ]);
});

test('bookmarks come for those who allow them, and tell how far it is', async () => {
  const { metadata } = await list(maps);
  const path = `${maps}?watch=1&allowWatchBookmarks=true&resourceVersion=${metadata.resourceVersion}`;
  const [bookmark] = await watch(cluster, path, { enough: atLeast(1) });
  assert.equal(bookmark?.type, 'BOOKMARK');
  assert.equal(bookmark?.object.kind, 'ConfigMap');
  assert.ok(Number(bookmark?.object.metadata.resourceVersion) >= Number(metadata.resourceVersion));
});

test('sendInitialEvents: what there is, then a bookmark that says so', async () => {
  const query = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
  const events = await watch(cluster, `${maps}?${query}`, { enough: atLeast(2) });
  assert.deepEqual(
    events.map(({ type }) => type),
    ['ADDED', 'BOOKMARK'],
  );
  assert.deepEqual(events[1]?.object.metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
  const wrong = await send(cluster, `${maps}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true`);
  assert.equal(wrong.code, 422);
});

test('a version from before the compaction is gone', async () => {
  const { metadata } = await list(maps);
  await create('compacted');
  await remove('compacted');
  cluster.compact();
  const [event, ...more] = await watch(
    cluster,
    `${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`,
  );
  assert.equal(event?.type, 'ERROR');
  assert.equal(event?.object.code, 410);
  assert.match(
    event?.object.message ?? '',
    new RegExp(`^too old resource version: ${metadata.resourceVersion} \\(\\d+\\)$`),
  );
  assert.equal(more.length, 0);
  const exact = await send(
    cluster,
    `${maps}?resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`,
  );
  assert.equal(exact.code, 410);
});

test('a list comes in pages of one moment; after a compaction the rest comes as it is', async () => {
  for (const name of ['page-a', 'page-b', 'page-c', 'page-d']) await create(name);
  const first = await list(`${maps}?limit=2`);
  assert.deepEqual(
    first.items.map(({ metadata }) => metadata.name),
    ['kube-root-ca.crt', 'page-a'],
  );
  assert.equal(first.metadata.remainingItemCount, 3);
  await create('page-bb');
  const second = await list(`${maps}?limit=2&continue=${first.metadata.continue}`);
  assert.deepEqual(
    second.items.map(({ metadata }) => metadata.name),
    ['page-b', 'page-c'],
  );
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  cluster.compact();
  const gone = await send(cluster, `${maps}?limit=2&continue=${first.metadata.continue}`);
  assert.equal(gone.code, 410);
  const { metadata } = gone.json as { metadata: { continue: string } };
  const rest = await list(`${maps}?continue=${metadata.continue}`);
  assert.deepEqual(
    rest.items.map(item => item.metadata.name),
    ['page-b', 'page-bb', 'page-c', 'page-d'],
  );
});

test('a table sends its headers once, and a row for each change', async () => {
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
  const { metadata } = await list(maps);
  const events = await watch(cluster, `${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`, {
    headers: { accept },
    onOpen: async () => {
      await create('row');
      await remove('row');
    },
    enough: atLeast(2),
  });
  assert.deepEqual(
    events.map(({ object }) => [object.kind, object.rows?.[0]?.cells[0]]),
    [
      ['Table', 'row'],
      ['Table', 'row'],
    ],
  );
  assert.ok(Array.isArray(events[0]?.object.columnDefinitions));
  assert.equal(events[1]?.object.columnDefinitions, null);
});

test('a watch ends when its time is up, and with the cluster', async () => {
  const started = Date.now();
  await watch(
    cluster,
    `${maps}?watch=1&timeoutSeconds=1&resourceVersion=${(await list(maps)).metadata.resourceVersion}`,
  );
  assert.ok(Date.now() - started >= 900);
  const other = await startDemoCluster({ runtime: new ScriptedRuntime() });
  const watched = watch(other, `${maps}?watch=1`, { onOpen: () => other.close() });
  await assert.rejects(watched, { code: 'ECONNRESET' });
});
