import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalLogin } from './local-login.ts';

function login() {
  const stale: string[] = [];
  return {
    stale,
    local: new LocalLogin({ cookieName: 'podbay_8022', onStaleLink: token => stale.push(token) }),
  };
}

test('a link works once, and its cookie from then on', () => {
  const { local, stale } = login();
  const token = local.newToken();
  const cookie = local.redeem(token);
  assert.match(cookie ?? '', /^podbay_8022=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(local.redeem(token), undefined);
  assert.equal(local.authenticate({ cookie: `other=1; ${cookie?.split(';')[0]}` })?.name, 'local');
  assert.equal(stale.length, 1, 'a used link gives the terminal a new one');
  assert.ok(local.redeem(stale[0] ?? ''));
});

test('nobody else comes in', () => {
  const { local, stale } = login();
  local.newToken();
  for (const token of ['', 'x', 'a'.repeat(43)]) assert.equal(local.redeem(token), undefined);
  assert.equal(stale.length, 1, 'guessing does not flood the terminal');
  for (const cookie of [undefined, '', 'podbay_8022=', 'podbay_8022=guess', 'podbay_1=x', ';;=;']) {
    assert.equal(local.authenticate({ cookie }), undefined);
  }
});
