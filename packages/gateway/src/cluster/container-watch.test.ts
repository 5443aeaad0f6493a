import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PodEvent } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import type { ApiClient } from './api-client.ts';
import { ContainerWatch } from './container-watch.ts';
import type { Pod } from './kubernetes-types.ts';
import { summarizePod } from './pod-summary.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };

interface PodState {
  readonly uid?: string;
  readonly restarts?: number;
  readonly running?: boolean;
  readonly deletedWithGraceSeconds?: number;
}

function podOf({
  uid = 'u',
  restarts = 0,
  running = true,
  deletedWithGraceSeconds: grace,
}: PodState = {}): Pod {
  const deletion =
    grace === undefined
      ? {}
      : { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: grace };
  const state = running ? { running: {} } : { terminated: { exitCode: 137 } };
  return {
    metadata: { name: 'web', namespace: 'shop', uid, ...deletion },
    spec: { containers: [{ name: 'app', image: 'web:1' }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'app', restartCount: restarts, state }] },
  };
}

/** A watch that is told what a test wants; `pod` is what the API server answers. */
function setUp(shellThere = true) {
  const asked: string[] = [];
  const state: { pod: Pod | 'gone' | 'unreachable'; gone: number; listening: boolean } = {
    pod: podOf(),
    gone: 0,
    listening: true,
  };
  let tell: (event: PodEvent) => void = () => {};
  const client = {
    async get() {
      asked.push('pod');
      if (state.pod === 'gone') throw new RefusalError({ code: 'pod-not-found', message: 'no' });
      if (state.pod === 'unreachable') throw new RefusalError({ code: 'cluster-unreachable', message: 'no' });
      return state.pod;
    },
  } as unknown as ApiClient;
  const watch = new ContainerWatch({
    target,
    uid: 'u',
    client,
    watchPods: (_namespace, listener) => {
      tell = listener;
      return () => {
        state.listening = false;
      };
    },
    isShellThere: async () => {
      asked.push('shell');
      return shellThere;
    },
    onGone: () => state.gone++,
    timing: { slackMs: 20, backoff: { baseMs: 5, maxMs: 5 } },
  });
  const change = async (next: PodState) => {
    tell({ type: 'changed', pod: summarizePod(podOf(next)) });
    await sleep(5);
  };
  const list = async (...pods: PodState[]) => {
    tell({ type: 'snapshot', pods: pods.map(pod => summarizePod(podOf(pod))) });
    await sleep(5);
  };
  const remove = async () => {
    tell({ type: 'removed', uid: 'u', name: 'web' });
    await sleep(5);
  };
  return { watch, state, asked, change, list, remove };
}

test('nothing is asked while all is well, or while another pod changes', async () => {
  const { watch, state, asked, change, list } = setUp();
  await list({}, { uid: 'other' });
  await change({});
  await change({ uid: 'other', running: false });
  assert.deepEqual([asked, state.gone], [[], 0]);
  watch.close();
});

test('a pod that was removed is gone, told once', async () => {
  const { state, list, remove } = setUp();
  await list({});
  state.pod = 'gone';
  await remove();
  await remove();
  assert.deepEqual([state.gone, state.listening], [1, false]);
});

test('a container that has ended is gone', async () => {
  const { state, list, change } = setUp();
  await list({});
  state.pod = podOf({ running: false });
  await change({ running: false });
  assert.equal(state.gone, 1);
});

test('another pod of the same name is another pod', async () => {
  const { state, list } = setUp();
  state.pod = podOf({ uid: 'new' });
  await list({ uid: 'new' });
  assert.equal(state.gone, 1);
});

test('a list that lags behind proves nothing', async () => {
  const { watch, state, asked, list } = setUp();
  await list();
  assert.deepEqual([asked, state.gone], [['pod', 'shell'], 0]);
  watch.close();
});

test('after a restart the container itself says whether the shell is in it', async () => {
  for (const shellThere of [true, false]) {
    const { watch, state, asked, list, change } = setUp(shellThere);
    await list({});
    state.pod = podOf({ restarts: 1 });
    await change({ restarts: 1 });
    assert.deepEqual([asked, state.gone], [['pod', 'shell'], shellThere ? 0 : 1]);
    await change({ restarts: 1 });
    assert.equal(asked.length, 2, 'the restart is known now');
    watch.close();
  }
});

test('a deleted pod has its grace period', async () => {
  const { state, list, change } = setUp();
  await list({});
  state.pod = podOf({ deletedWithGraceSeconds: 0.05 });
  await change({ deletedWithGraceSeconds: 0.05 });
  assert.equal(state.gone, 0);
  await sleep(100);
  assert.equal(state.gone, 1);
});

test('what can not be asked is asked again; closing ends that', async () => {
  const { watch, state, asked, remove } = setUp();
  state.pod = 'unreachable';
  await remove();
  await sleep(40);
  assert.ok(asked.length > 1);
  watch.close();
  const before = asked.length;
  state.pod = 'gone';
  await sleep(30);
  assert.deepEqual([asked.length, state.gone], [before, 0]);
});
