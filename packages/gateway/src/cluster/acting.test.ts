import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Identity } from '../identity.ts';
import { Acting } from './acting.ts';
import type { Cluster } from './cluster.ts';
import type { ReapResult } from './reaper.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'a' };
const remains = { target, marker: 'm', pid: 1 };
const options = { attempts: 1, deadlineMs: 1_000, signal: new AbortController().signal };
const gone: ReapResult = { type: 'gone' };
const denied: ReapResult = { type: 'failed', message: 'forbidden', denied: true };
const trouble: ReapResult = { type: 'failed', message: 'away', denied: false };

/** A cluster that says what it is asked for. */
function scripted(name: string, result: ReapResult, log: string[]) {
  const identity: Identity =
    name === 'gateway'
      ? { type: 'gateway' }
      : { type: 'token', key: name, token: async () => name, contexts: undefined };
  let holders = 0;
  const cluster = {
    identity,
    hold: () => {
      holders += 1;
      return () => {
        holders -= 1;
      };
    },
    watchPods: (namespace: string) => {
      log.push(`${name} watches ${namespace}`);
      return () => log.push(`${name} leaves ${namespace}`);
    },
    reap: async () => {
      log.push(`${name} reaps`);
      return result;
    },
  };
  return { cluster: cluster as unknown as Cluster, holders: () => holders };
}

const rows: readonly (readonly [string, ReapResult, ReapResult, readonly string[], object])[] = [
  ['the user may: the gateway is not asked', gone, gone, ['user reaps'], { type: 'gone' }],
  ['trouble is no denial', trouble, gone, ['user reaps'], { type: 'failed', denied: false }],
  [
    'denied: as the gateway',
    denied,
    gone,
    ['user reaps', 'gateway reaps'],
    { type: 'gone', asGateway: true },
  ],
  [
    'neither may: it has failed',
    denied,
    denied,
    ['user reaps', 'gateway reaps'],
    { type: 'failed', denied: true, asGateway: true },
  ],
];
for (const [name, asUser, asGateway, asked, told] of rows) {
  test(`reaping: ${name}`, async () => {
    const log: string[] = [];
    const gateway = scripted('gateway', asGateway, log).cluster;
    const acting = new Acting(scripted('user', asUser, log).cluster, () => gateway);
    assert.partialDeepStrictEqual(await acting.reap(remains, options), told);
    assert.deepEqual(log, asked);
  });
}

test('a context that the gateway has no way to is a failure, not a crash', async () => {
  const acting = new Acting(scripted('user', denied, []).cluster, () => {
    throw new Error('the kubeconfig lacks the user');
  });
  assert.partialDeepStrictEqual(await acting.reap(remains, options), {
    type: 'failed',
    message: 'the kubeconfig lacks the user',
  });
});

test('who acts next takes the watch over; nothing stays held', () => {
  const log: string[] = [];
  const [old, next] = [scripted('old', gone, log), scripted('new', gone, log)];
  const acting = new Acting(old.cluster, () => old.cluster);
  const leave = acting.watchPods('web', () => {});
  acting.use(next.cluster);
  acting.use(next.cluster);
  assert.equal(acting.cluster, next.cluster);
  assert.deepEqual([old.holders(), next.holders()], [1, 1], 'the connection is the first one’s');
  leave();
  acting.close();
  assert.deepEqual([old.holders(), next.holders()], [0, 0]);
  assert.deepEqual(log, ['old watches web', 'old leaves web', 'new watches web', 'new leaves web']);
});
