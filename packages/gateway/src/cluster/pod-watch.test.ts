import assert from 'node:assert/strict';
import { after, beforeEach, describe, test } from 'node:test';
import type { PodEvent } from '@podbay/protocol';
import { ApiClient } from './api-client.ts';
import { Connector } from './connection.ts';
import { CredentialStore } from './credentials.ts';
import { parseKubeconfig } from './kubeconfig-file.ts';
import { PodWatch, type PodWatchTiming } from './pod-watch.ts';
import { inWords, type ScriptedPods, startScriptedPods } from './testing/scripted-pods.ts';
import { waitUntil } from './testing/wait-until.ts';
import { TlsAgents } from './tls-agents.ts';

const closers: (() => unknown)[] = [];
const closeAll = async () => {
  for (const close of closers.splice(0).toReversed()) await close();
};
beforeEach(closeAll);
after(closeAll);

async function start(timing: Partial<PodWatchTiming> = {}) {
  const api = await startScriptedPods(['a', 'b']);
  const { clusters, users } = parseKubeconfig(api.kubeconfig(), 'test', '/');
  const [cluster, user] = [clusters.get('c'), users.get('u')];
  assert.ok(cluster && user);
  const agents = new TlsAgents();
  const connector = new Connector({ cluster, credentials: new CredentialStore(user, cluster), agents });
  let idle = 0;
  const watch = new PodWatch('web', {
    client: new ApiClient(connector),
    server: connector.server,
    onIdle: () => {
      idle += 1;
    },
    timing: { coalesceMs: 20, lingerMs: 50, backoff: { baseMs: 10, maxMs: 50 }, ...timing },
  });
  closers.push(
    () => api.close(),
    () => agents.close(),
    () => watch.close(),
  );
  return { api, watch, idle: () => idle };
}

function follow(watch: PodWatch) {
  const events: PodEvent[] = [];
  const leave = watch.subscribe(event => events.push(event));
  return {
    words: () => inWords(events),
    leave,
    until: (count: number) => waitUntil(() => events.length >= count),
  };
}

/** The list is told, and the watch stands. */
async function settle(api: ScriptedPods, follower: ReturnType<typeof follow>): Promise<void> {
  await follower.until(1);
  await waitUntil(() => api.watches.length === 1);
}

const snapshot = 'snapshot a:Running b:Running';
const isList = (request: string) => !request.includes('watch=true');

describe('PodWatch', () => {
  test('tells a snapshot, then what changes; what nobody can see is not told', async () => {
    const { api, watch } = await start();
    const one = follow(watch);
    await settle(api, one);
    api.put('c', 'Pending');
    await one.until(2);
    api.put('a', 'Running');
    api.remove('b');
    await one.until(3);
    assert.deepEqual(one.words(), [snapshot, 'changed c:Pending', 'removed b']);
  });

  test('tells quick changes of one pod as one', async () => {
    const { api, watch } = await start();
    const one = follow(watch);
    await settle(api, one);
    for (const phase of ['Pending', 'Running', 'Failed']) api.put('c', phase);
    await one.until(2);
    assert.deepEqual(one.words().slice(1), ['changed c:Failed']);
  });

  test('many share one watch; it ends after the last has left', async () => {
    const { api, watch, idle } = await start();
    const one = follow(watch);
    await settle(api, one);
    const two = follow(watch);
    await two.until(1);
    one.leave();
    api.put('c', 'Pending');
    await two.until(2);
    assert.deepEqual(one.words(), [snapshot]);
    assert.deepEqual(two.words(), [snapshot, 'changed c:Pending']);
    assert.equal(api.requests.length, 2);
    two.leave();
    await waitUntil(() => api.watches.length === 0 && idle() === 1);
    two.leave();
    one.leave();
    await new Promise(resolve => setTimeout(resolve, 100));
    assert.equal(idle(), 1);
  });

  test('somebody who comes back in time finds the watch still there; later, a new one', async () => {
    const { api, watch } = await start();
    const one = follow(watch);
    await settle(api, one);
    one.leave();
    const two = follow(watch);
    await two.until(1);
    await new Promise(resolve => setTimeout(resolve, 100));
    assert.equal(api.requests.length, 2);
    two.leave();
    await waitUntil(() => api.watches.length === 0);
    const three = follow(watch);
    await settle(api, three);
    assert.deepEqual(three.words(), [snapshot]);
  });

  test('goes on from the last version after the end of a watch, bookmarks included', async () => {
    const { api, watch } = await start();
    const one = follow(watch);
    await settle(api, one);
    api.bookmark();
    api.watches[0]?.end();
    await waitUntil(() => api.requests.length === 3);
    assert.match(api.requests[2] ?? '', /watch=true.*resourceVersion=103/);
    await waitUntil(() => api.watches.length === 1);
    api.put('c', 'Pending');
    await one.until(2);
    assert.equal(api.requests.filter(isList).length, 1);
  });

  test('lists again after 410', async () => {
    const { api, watch } = await start();
    const one = follow(watch);
    await settle(api, one);
    api.expire();
    await one.until(2);
    assert.deepEqual(one.words(), [snapshot, snapshot]);
  });

  test('tells an error once while it lasts, and a snapshot when it is over', async () => {
    const { api, watch } = await start();
    api.refuseWith = { code: 403, message: 'pods is forbidden: User "u" cannot list resource "pods"' };
    const one = follow(watch);
    await waitUntil(() => api.requests.length >= 3);
    const late = follow(watch);
    await late.until(1);
    assert.deepEqual(late.words(), ['error forbidden']);
    api.refuseWith = undefined;
    await settle(api, one);
    await one.until(2);
    assert.deepEqual(one.words(), ['error forbidden', snapshot]);
    api.refuseWith = { code: 503, message: 'overloaded' };
    for (const response of [...api.watches]) response.destroy();
    await one.until(3);
    api.refuseWith = undefined;
    await one.until(4);
    assert.deepEqual(one.words().slice(2), ['error cluster-unreachable', snapshot]);
  });

  test('a watch that falls silent is opened anew', async () => {
    const { api, watch } = await start({ inactivityMs: 80 });
    const one = follow(watch);
    await settle(api, one);
    await waitUntil(() => api.requests.length >= 4);
    assert.equal(api.requests.filter(isList).length, 1);
    assert.deepEqual(one.words(), [snapshot]);
  });
});
