import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readClaims } from './oidc-claims.ts';

test('reads the user and the groups', () => {
  const claims = {
    sub: '1',
    email: 'ada@example.com',
    groups: ['dev', 7, 'ops'],
    realm_access: { roles: ['r'] },
    one: 'x',
  };
  assert.deepEqual(readClaims(claims, { username: 'email', groups: 'groups' }), {
    name: 'ada@example.com',
    groups: ['dev', 'ops'],
  });
  assert.deepEqual(readClaims(claims, { username: 'sub', groups: 'realm_access.roles' }).groups, ['r']);
  assert.deepEqual(readClaims(claims, { username: 'sub', groups: 'one' }).groups, ['x']);
  assert.deepEqual(readClaims(claims, { username: 'sub', groups: 'none.there' }).groups, []);
  assert.deepEqual(readClaims(claims, { username: 'sub', groups: 'constructor.name' }).groups, []);
});

test('an address that is not verified is nobody’s name', () => {
  const claims = { email: 'admin@example.com', email_verified: false };
  assert.throws(() => readClaims(claims, { username: 'email', groups: 'groups' }), /not verified your email/);
  assert.throws(() => readClaims({}, { username: 'sub', groups: 'groups' }), /does not tell your sub/);
  assert.throws(
    () => readClaims({ sub: 7 }, { username: 'sub', groups: 'groups' }),
    /does not tell your sub/,
  );
});
