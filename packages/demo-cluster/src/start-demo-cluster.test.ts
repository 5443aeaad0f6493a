import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { open, send } from './apiserver/test-client.ts';
import { ScriptedRuntime } from './kubelet/scripted-runtime.ts';
import { startDemoCluster } from './start-demo-cluster.ts';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: readonly { cluster: { server: string; 'certificate-authority-data': string } }[];
  readonly contexts: readonly { name: string; context: { user: string; namespace?: string } }[];
  readonly users: readonly { name: string; user: { token: string } }[];
}

test('the kubeconfig has a context for each user, is for its owner alone, and goes with the cluster', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'podbay-kubeconfig-'));
  const kubeconfigPath = join(directory, 'config');
  const cluster = await startDemoCluster({ runtime: new ScriptedRuntime(), kubeconfigPath });
  assert.equal((await stat(kubeconfigPath)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(directory), ['config']);
  assert.equal(await readFile(kubeconfigPath, 'utf8'), cluster.kubeconfig);
  const config = parse(cluster.kubeconfig) as Kubeconfig;
  assert.equal(config['current-context'], 'demo');
  assert.equal(cluster.context, 'demo');
  assert.equal(config.clusters[0]?.cluster.server, cluster.url);
  assert.deepEqual(
    config.contexts.map(({ name, context }) => [name, context.namespace]),
    [
      ['demo', 'shop'],
      ['demo-dev', 'shop'],
      ['demo-viewer', undefined],
      ['demo-get-only', 'shop'],
      ['demo-no-namespaces', 'payments'],
      ['demo-expired', undefined],
    ],
  );
  assert.deepEqual(
    config.users.map(({ user }) => user.token),
    Object.values(cluster.users),
  );
  await cluster.close();
  assert.deepEqual(await readdir(directory), []);
  await rm(directory, { recursive: true });
});

test('close ends connections, containers and timers, and may be called again', async () => {
  const before = process.getActiveResourcesInfo().filter(isLeak);
  const runtime = new ScriptedRuntime();
  const cluster = await startDemoCluster({ runtime });
  const watched = await open(cluster, '/api/v1/pods?watch=1&allowWatchBookmarks=true');
  const followed = await open(cluster, '/api/v1/namespaces/shop/pods/db-0/log?follow=true');
  const ends = [watched, followed].map(
    response => new Promise(done => response.resume().once('close', done)),
  );
  await Promise.all([cluster.close(), cluster.close()]);
  await cluster.close();
  assert.ok(runtime.closed);
  assert.equal(runtime.running.size, 0);
  await Promise.all(ends);
  await new Promise(done => setImmediate(done));
  assert.deepEqual(process.getActiveResourcesInfo().filter(isLeak), before);
  await assert.rejects(send(cluster, '/version'), { code: 'ECONNREFUSED' });
});

function isLeak(resource: string): boolean {
  return /TCP|TLS|Timeout|Process/.test(resource);
}

test('a port that is taken is told, and nothing stays', async () => {
  const cluster = await startDemoCluster({ runtime: new ScriptedRuntime() });
  const runtime = new ScriptedRuntime();
  const port = Number(new URL(cluster.url).port);
  await assert.rejects(startDemoCluster({ runtime, port }), { code: 'EADDRINUSE' });
  assert.ok(runtime.closed);
  await cluster.close();
});

test('options that make no sense are refused before anything starts', async () => {
  await assert.rejects(
    startDemoCluster({ port: 70_000 }),
    /^TypeError: port must be an integer from 0 to 65535, got 70000$/,
  );
  await assert.rejects(startDemoCluster({ path: 'D' as 'A' }), /^TypeError: path must be A, B or C, got D$/);
});
