import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { loadClusters, RefusalError } from '@podbay/gateway/cluster';
import { lookForCluster } from './look-for-cluster.ts';

const gone = 'http://127.0.0.1:9';

async function look(servers: readonly string[]): Promise<unknown> {
  const content = JSON.stringify({
    clusters: servers.map((server, index) => ({ name: `c${index}`, cluster: { server } })),
    users: [{ name: 'u', user: {} }],
    contexts: servers.map((_, index) => ({
      name: `x${index}`,
      context: { cluster: `c${index}`, user: 'u' },
    })),
    'current-context': 'x0',
  });
  const clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'content', content } }] });
  try {
    return await lookForCluster(clusters, new AbortController().signal).catch((error: unknown) => error);
  } finally {
    clusters.close();
  }
}

test('the only cluster that there is must be there', async () => {
  const error = await look([gone]);
  assert.ok(error instanceof RefusalError);
  assert.equal(error.refusal.code, 'cluster-unreachable');
  assert.match(error.refusal.hint ?? '', /--demo/);
});

test('one of several may be away', async () =>
  assert.equal(await look([gone, 'http://127.0.0.1:10']), undefined));

test('a cluster that answers with an error is there', async () => {
  const server = createServer((_, response) => response.writeHead(503).end('overloaded'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    assert.equal(await look([`http://127.0.0.1:${(server.address() as AddressInfo).port}`]), undefined);
  } finally {
    server.close();
  }
});
