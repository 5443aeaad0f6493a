import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AccessEvent } from '../audit/access-event.ts';
import type { Sender } from './authenticator.ts';
import { LocalLogin, type LocalLoginOptions } from './local-login.ts';
import { sender } from './testing/sender.ts';

function login(t: TestContext, options: Partial<LocalLoginOptions> = {}) {
  const clock = { nowMs: 1_000_000 };
  const stale: string[] = [];
  const events: AccessEvent[] = [];
  const local = new LocalLogin({
    cookieName: 'podbay_8022',
    onStaleLink: token => stale.push(token),
    record: event => events.push(event),
    now: () => clock.nowMs,
    ...options,
  });
  t.after(() => local.close());
  return { clock, stale, events, local };
}

/** A browser that has opened a new link. */
function logIn(local: LocalLogin): Sender {
  return sender({ cookie: local.redeem(local.newToken())?.split(';')[0] ?? '' });
}

test('a link works once, and its cookie from then on', async t => {
  const { local, stale } = login(t);
  const token = local.newToken();
  const cookie = local.redeem(token);
  assert.match(cookie ?? '', /^podbay_8022=[\w-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(local.redeem(token), undefined);
  const known = await local.authenticate(sender({ cookie: `other=1; ${cookie?.split(';')[0]}` }));
  assert.equal(known?.user.name, 'local');
  assert.equal(known?.proof, 'ambient');
  assert.equal(stale.length, 1, 'a used link gives the terminal a new one');
  assert.ok(local.redeem(stale[0] ?? ''));
});

test('a program may send the cookie’s value as a bearer token', async t => {
  const { local } = login(t);
  const secret = /=([\w-]+);/.exec(local.redeem(local.newToken()) ?? '')?.[1];
  const known = await local.authenticate(sender({ authorization: `Bearer ${secret}` }));
  assert.equal(known?.proof, 'explicit');
});

test('with https the cookie is of this host and of https alone', t => {
  const { local } = login(t, { cookieName: 'podbay', secure: true });
  assert.match(
    local.redeem(local.newToken()) ?? '',
    /^__Host-podbay=[\w-]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

test('nobody else comes in', async t => {
  const { local, stale } = login(t);
  local.newToken();
  for (const token of ['', 'x', 'a'.repeat(43)]) assert.equal(local.redeem(token), undefined);
  assert.equal(stale.length, 1, 'guessing does not flood the terminal');
  for (const cookie of ['', 'podbay_8022=', 'podbay_8022=guess', 'podbay_1=x', ';;=;']) {
    assert.equal(await local.authenticate(sender({ cookie })), undefined, cookie);
  }
  assert.equal(await local.authenticate(sender({})), undefined);
  assert.equal(await local.authenticate(sender({ authorization: 'Bearer guess' })), undefined);
  await assert.rejects(
    local.authenticate(sender({ authorization: ['Bearer a', 'Bearer b'] })),
    /more than one/,
  );
});

test('logging out ends this browser’s login and no other; a new link logs in again', async t => {
  const { local, events } = login(t);
  const [first, second] = [logIn(local), logIn(local)];
  const [known, other] = [await local.authenticate(first), await local.authenticate(second)];
  assert.equal(known?.user.id, other?.user.id);
  const out = await known?.logOut?.();
  assert.match(out?.setCookie ?? '', /^podbay_8022=; Max-Age=0;/);
  assert.equal(known?.user.ended.reason, 'logged-out');
  assert.equal(other?.user.ended.aborted, false);
  assert.equal(await local.authenticate(first), undefined, 'in the gateway, too');
  assert.ok(await local.authenticate(second));
  assert.ok(await local.authenticate(logIn(local)));
  assert.deepEqual(
    events.map(({ type }) => type),
    ['login', 'login', 'logout', 'login'],
  );
});

test('a login ends when it is idle, and when it is old', async t => {
  const hour = 3_600_000;
  const { local, clock } = login(t);
  const from = logIn(local);
  const known = await local.authenticate(from);
  clock.nowMs += 23 * hour;
  known?.touch?.();
  clock.nowMs += 23 * hour;
  assert.ok(await local.authenticate(from), 'used within a day');
  clock.nowMs += 2 * hour;
  assert.equal(await local.authenticate(from), undefined);
  assert.equal(known?.user.ended.reason, 'expired');

  const used = logIn(local);
  for (let hours = 0; hours < 7 * 24; hours += 12) {
    (await local.authenticate(used))?.touch?.();
    clock.nowMs += 12 * hour;
  }
  assert.equal(await local.authenticate(used), undefined, 'a week old');

  const { local: shorter, clock: itsClock } = login(t, { idleMs: hour, lifetimeMs: 2 * hour });
  const short = logIn(shorter);
  itsClock.nowMs += hour;
  assert.equal(await shorter.authenticate(short), undefined);
});
