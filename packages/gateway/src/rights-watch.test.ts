import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Refusal } from '@podbay/protocol';
import { AccessQuestions } from './access-questions.ts';
import type { LoginEnd, User } from './auth/authenticator.ts';
import type { AccessAnswer } from './cluster/access-review.ts';
import { Acting } from './cluster/acting.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Identity } from './identity.ts';
import { type RightsLoss, RightsWatch } from './rights-watch.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'a' };
const refusal: Refusal = { code: 'forbidden', message: 'no' };
const allowed: AccessAnswer = { type: 'allowed' };
const unclear: AccessAnswer = { type: 'unclear', refusal };
const unknown: AccessAnswer = { type: 'unauthenticated', refusal };
const denied = (...missingVerbs: string[]): AccessAnswer => ({ type: 'denied', missingVerbs, refusal });

const token: Identity = { type: 'token', key: 'k', token: async () => 't', contexts: undefined };
const impersonated: Identity = { type: 'impersonated', user: 'ada', groups: [], extra: {} };

/** A cluster that gives these answers, the last one again and again. */
function answering(answers: AccessAnswer[], identity: Identity = token) {
  const state = { asked: 0, holders: 0, answers };
  const cluster = {
    identity,
    hold: () => {
      state.holders += 1;
      return () => {
        state.holders -= 1;
      };
    },
    checkAccess: async () => {
      state.asked += 1;
      return (state.answers.length > 1 ? state.answers.shift() : state.answers[0]) ?? unclear;
    },
  };
  return { state, cluster: cluster as unknown as Cluster };
}

function login() {
  const ending = new AbortController();
  const user: User = { id: 'ada', name: 'ada', groups: [], identity: token, ended: ending.signal };
  return { user, end: (reason: LoginEnd) => ending.abort(reason) };
}

const checkMs = 120;

function watch(
  answers: AccessAnswer[],
  { identity = token, judge = () => undefined as Refusal | undefined } = {},
) {
  const { cluster, state } = answering(answers, identity);
  const lost: RightsLoss['why'][] = [];
  const first = login();
  const acting = new Acting(cluster, () => cluster);
  const rights = new RightsWatch({
    target,
    user: first.user,
    acting,
    questions: new AccessQuestions(checkMs),
    checkMs,
    judge,
    onLost: ({ why }) => lost.push(why),
  });
  return {
    rights,
    acting,
    state,
    lost,
    first,
    cluster,
    [Symbol.dispose]() {
      rights.close();
      acting.close();
      assert.equal(state.holders, 0);
    },
  };
}

const rows: readonly (readonly [string, AccessAnswer[], readonly string[], Identity?])[] = [
  ['allowed: nothing is lost', [allowed], []],
  ['denied once: lost', [allowed, denied('get', 'create')], ['denied']],
  ['create alone is missing now', [denied('create')], ['denied']],
  ['unclear, again and again', [unclear], []],
  ['unclear, then denied', [unclear, unclear, denied('get')], ['denied']],
  ['unknown once', [unknown, allowed], []],
  ['unknown twice', [unknown, unknown], ['unauthenticated']],
  ['unknown, unclear, unknown', [unknown, unclear, unknown], ['unauthenticated']],
  ['the gateway is unknown, not the user', [unknown], [], impersonated],
  ['the gateway may not act as the user any more', [denied()], ['denied'], impersonated],
];
describe('what Kubernetes answers', { concurrency: true }, () => {
  for (const [name, answers, expected, identity] of rows) {
    test(`${name}: ${expected[0] ?? 'kept'}`, async () => {
      using set = watch(answers, identity === undefined ? {} : { identity });
      await sleep(4 * checkMs);
      assert.deepEqual(set.lost, expected);
      assert.ok(set.state.asked >= 1);
    });
  }
});

test('a verb that was missing from the start is not missed', async () => {
  using set = watch([denied('create')]);
  set.rights.tolerate(['create']);
  await sleep(3 * checkMs);
  assert.deepEqual(set.lost, []);
  set.state.answers = [denied('get', 'create')];
  await sleep(2 * checkMs);
  assert.deepEqual(set.lost, ['denied']);
});

test('the policy is asked first', async () => {
  using set = watch([allowed], { judge: () => refusal });
  await sleep(2 * checkMs);
  assert.deepEqual([set.lost, set.state.asked], [['policy'], 0]);
});

test('many sessions of one identity in one pod ask together', async () => {
  const { cluster, state } = answering([allowed]);
  const questions = new AccessQuestions(10_000);
  await Promise.all(Array.from({ length: 100 }, () => questions.ask(cluster, target, 1_000)));
  assert.equal(state.asked, 1);
  await questions.ask(cluster, { ...target, pod: 'other' }, 1_000);
  await questions.ask(answering([allowed]).cluster, target, 1_000);
  await questions.ask(cluster, target, 0);
  assert.equal(state.asked, 3);
});

for (const reason of ['logged-out', 'revoked'] as const) {
  test(`the last login is ${reason}: lost at once`, () => {
    using set = watch([allowed]);
    set.first.end(reason);
    assert.deepEqual(set.lost, ['login-ended']);
  });
}

test('who comes back acts, until their login is over; then who was there before', async () => {
  using set = watch([allowed]);
  const next = login();
  const other = answering([allowed]);
  assert.equal(await set.rights.admit(next.user, other.cluster), undefined);
  assert.deepEqual([set.rights.user, set.acting.cluster], [next.user, other.cluster]);
  next.end('logged-out');
  assert.deepEqual([set.rights.user, set.acting.cluster], [set.first.user, set.cluster]);
  assert.deepEqual(set.lost, []);
  set.first.end('logged-out');
  assert.deepEqual(set.lost, ['login-ended']);
});

test('an expired login is waited for, but not for long', async () => {
  using set = watch([allowed]);
  set.first.end('expired');
  assert.deepEqual(set.lost, []);
  const next = login();
  assert.equal(await set.rights.admit(next.user, set.cluster), undefined);
  await sleep(2 * checkMs);
  assert.deepEqual(set.lost, []);
  next.end('expired');
  await sleep(2 * checkMs);
  assert.deepEqual(set.lost, ['login-ended']);
});

test('who has to show again who they are comes back soon, or has lost it', async () => {
  using set = watch([allowed]);
  const isAway = () => true;
  set.rights.expectReturn(isAway);
  assert.equal(await set.rights.admit(login().user, set.cluster), undefined);
  await sleep(checkMs);
  assert.deepEqual(set.lost, []);
  set.rights.expectReturn(() => false);
  await sleep(checkMs / 2);
  assert.deepEqual(set.lost, [], 'they were back before it was noticed that they had gone');
  set.rights.expectReturn(isAway);
  await sleep(checkMs / 2);
  assert.deepEqual(set.lost, ['login-ended']);
  set.rights.expectReturn(isAway);
});

test('who comes and may not is told why, and takes nothing over', async () => {
  using set = watch([allowed]);
  const next = login();
  const other = answering([denied('get')]);
  assert.deepEqual(await set.rights.admit(next.user, other.cluster), refusal);
  assert.equal(set.acting.cluster, set.cluster);
  const late = login();
  late.end('logged-out');
  const told = await set.rights.admit(late.user, set.cluster);
  assert.deepEqual([told?.code, told?.details?.reason], ['unauthenticated', 'logged-out']);
  assert.deepEqual(set.lost, []);
  set.state.answers = [denied('get')];
  assert.deepEqual(await set.rights.admit(set.first.user, set.cluster), refusal);
  assert.deepEqual(set.lost, ['denied'], 'what is found out so counts at once');
});
