import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoCluster } from '@podbay/demo-cluster';
import { exec } from '@podbay/remotecommand';
import { loadContent } from './testing/load.ts';
import { answer, failure, startScriptedApi } from './testing/scripted-api.ts';
import { waitUntil } from './testing/wait-until.ts';

const aWhileMs = 200;
const none = () => {};
const cat = {
  ...{ namespace: 'default', pod: 'playground', container: 'shell', command: ['cat'] },
  ...{ stdin: true, tty: false },
  listener: { handleStdout: none, handleStderr: none, handleDrain: none, handleEnd: none },
};

async function setUp(status = 200) {
  const body = status === 200 ? {} : failure(status, 'no');
  const api = await startScriptedApi({ handler: (_request, response) => answer(response, status, body) });
  const clusters = await loadContent(api.kubeconfig());
  const { connection } = clusters.get('test', { type: 'gateway' });
  return {
    ...{ api, clusters },
    take: () => connection.handleOpened?.(),
    idle: () => clusters.inspect()[0]?.sockets.idle,
    async [Symbol.asyncDispose]() {
      clusters.close();
      await api.close();
    },
  };
}

test('when an exec has taken its connection, one stands ready for what comes next', async () => {
  const demo = await startDemoCluster();
  const clusters = await loadContent(demo.kubeconfig);
  const { connection } = clusters.get(demo.context, { type: 'gateway' });
  const idle = () => clusters.inspect()[0]?.sockets.idle;
  try {
    const first = await exec(connection, cat);
    assert.equal(idle(), 0);
    await waitUntil(() => idle() === 1);
    const second = await exec(connection, cat);
    assert.equal(idle(), 0);
    await waitUntil(() => idle() === 1);
    await Promise.all([first.close(), second.close()]);
  } finally {
    clusters.close();
    await demo.close();
  }
});

test('however many are taken at once, one is made, and none where one is idle', async () => {
  await using bed = await setUp();
  for (let taken = 0; taken < 5; taken++) bed.take();
  await waitUntil(() => bed.idle() === 1);
  bed.take();
  await sleep(aWhileMs);
  assert.deepEqual(bed.api.requests, ['GET /version']);
  assert.equal(bed.api.connections(), 1);
});

test('whom the API server refuses it has its connection all the same', async () => {
  await using bed = await setUp(403);
  bed.take();
  await waitUntil(() => bed.idle() === 1);
});

test('a cluster that has closed connects no more', async () => {
  await using bed = await setUp();
  bed.take();
  bed.clusters.close();
  await sleep(aWhileMs);
  assert.equal(bed.api.connections(), 0);
});
