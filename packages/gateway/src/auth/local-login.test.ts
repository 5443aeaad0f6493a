import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalLogin } from './local-login.ts';
import { sender } from './testing/sender.ts';

function login() {
  const stale: string[] = [];
  return {
    stale,
    local: new LocalLogin({ cookieName: 'podbay_8022', onStaleLink: token => stale.push(token) }),
  };
}

test('a link works once, and its cookie from then on', async () => {
  const { local, stale } = login();
  const token = local.newToken();
  const cookie = local.redeem(token);
  assert.match(cookie ?? '', /^podbay_8022=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(local.redeem(token), undefined);
  const known = await local.authenticate(sender({ cookie: `other=1; ${cookie?.split(';')[0]}` }));
  assert.equal(known?.user.name, 'local');
  assert.equal(known?.proof, 'ambient');
  assert.equal(stale.length, 1, 'a used link gives the terminal a new one');
  assert.ok(local.redeem(stale[0] ?? ''));
});

test('a program may send the cookie’s value as a bearer token', async () => {
  const { local } = login();
  const secret = /=([\w-]+);/.exec(local.redeem(local.newToken()) ?? '')?.[1];
  const known = await local.authenticate(sender({ authorization: `Bearer ${secret}` }));
  assert.equal(known?.proof, 'explicit');
});

test('with https the cookie is of this host and of https alone', () => {
  const local = new LocalLogin({ cookieName: 'podbay', secure: true, onStaleLink: () => {} });
  assert.match(
    local.redeem(local.newToken()) ?? '',
    /^__Host-podbay=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
});

test('nobody else comes in', async () => {
  const { local, stale } = login();
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
