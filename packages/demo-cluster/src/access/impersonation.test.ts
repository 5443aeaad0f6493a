import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readImpersonation } from './impersonation.ts';

/** Headers, and who that is: name, uid, groups, extra. */
const table: readonly [string, Record<string, string[]>, readonly unknown[]][] = [
  ['a user', { user: ['ann'] }, ['ann', undefined, ['system:authenticated'], undefined]],
  [
    'everything',
    { user: ['ann'], uid: ['7'], group: ['a,b', 'c'], 'extra-example.com%2fscope': ['x', 'y'] },
    ['ann', '7', ['a,b', 'c', 'system:authenticated'], { 'example.com/scope': ['x', 'y'] }],
  ],
  [
    'letters beyond ASCII',
    { user: [Buffer.from('jürgen').toString('latin1')] },
    ['jürgen', undefined, ['system:authenticated'], undefined],
  ],
  [
    'a service account',
    { user: ['system:serviceaccount:shop:web'] },
    [
      'system:serviceaccount:shop:web',
      undefined,
      ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
      undefined,
    ],
  ],
  [
    'nobody',
    { user: ['system:anonymous'] },
    ['system:anonymous', undefined, ['system:unauthenticated'], undefined],
  ],
];

for (const [what, headers, expected] of table) {
  test(`impersonates ${what}`, () => {
    const read = readImpersonation(prefixed(headers));
    assert.ok(read.type === 'user');
    const { name, uid, groups, extra } = read.user;
    assert.deepEqual([name, uid, groups, extra], expected);
  });
}

test('each part is a right of its own', () => {
  const headers = { user: ['ann'], uid: ['7'], group: ['ops'], 'extra-scopes': ['x', 'y'] };
  const read = readImpersonation(prefixed(headers));
  assert.ok(read.type === 'user');
  const told = read.needs.map(
    need => need.type === 'resource' && [need.group, need.resource, need.subresource, need.name],
  );
  assert.deepEqual(told, [
    ['', 'users', '', 'ann'],
    ['', 'groups', '', 'ops'],
    ['authentication.k8s.io', 'userextras', 'scopes', 'x'],
    ['authentication.k8s.io', 'userextras', 'scopes', 'y'],
    ['authentication.k8s.io', 'uids', '', '7'],
  ]);
});

test('a service account is impersonated in its namespace', () => {
  const read = readImpersonation(prefixed({ user: ['system:serviceaccount:shop:web'] }));
  assert.ok(read.type === 'user');
  const [need] = read.needs;
  assert.ok(need?.type === 'resource');
  assert.deepEqual([need.resource, need.namespace, need.name], ['serviceaccounts', 'shop', 'web']);
});

test('groups without a user are an error, nothing at all is not', () => {
  assert.deepEqual(readImpersonation({}), { type: 'none' });
  assert.deepEqual(readImpersonation(prefixed({ group: ['ops'] })), {
    type: 'incomplete',
    message: 'requested [groups ops] without impersonating a user name',
  });
});

function prefixed(headers: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [`impersonate-${name}`, values]));
}
