import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessEvent } from '../audit/access-event.ts';
import type { User } from './authenticator.ts';
import { LoginStore, type LoginStoreOptions, type NewLogin } from './login-store.ts';
import { sender } from './testing/sender.ts';

const minute = 60_000;

function setUp(t: TestContext, options: Partial<LoginStoreOptions> = {}) {
  const clock = { nowMs: 1_000_000 };
  const events: AccessEvent[] = [];
  const errors: unknown[] = [];
  const store = new LoginStore({
    cookieName: 'podbay-1',
    secure: true,
    idleMs: 10 * minute,
    lifetimeMs: 60 * minute,
    record: event => events.push(event),
    onError: error => errors.push(error),
    now: () => clock.nowMs,
    ...options,
  });
  t.after(() => store.close());
  const users: User[] = [];
  const open = (login: Partial<NewLogin> = {}) => {
    const createUser = ({ ended }: { ended: AbortSignal }): User => {
      const user: User = {
        id: 'token:ada',
        name: 'ada',
        groups: ['dev'],
        identity: { type: 'gateway' },
        ended,
      };
      users.push(user);
      return user;
    };
    const cookie = store.open({ way: 'token', createUser, ...login }, sender({}, '192.0.2.1'));
    return { cookie, from: sender({ cookie: cookie.split(';')[0] ?? '' }) };
  };
  return { store, clock, events, errors, users, open };
}

test('a cookie stands for a login, and has nothing of it', t => {
  const { store, users, events, open } = setUp(t);
  const { cookie, from } = open();
  assert.match(cookie, /^__Host-podbay-1=[\w-]+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  const bytes = Buffer.from(/=([\w-]+)/.exec(cookie)?.[1] ?? '', 'base64url');
  assert.doesNotMatch(bytes.toString('latin1'), /secret|ada|dev/, 'encrypted');
  assert.equal(store.find(from, 'token')?.user, users[0]);
  assert.equal(store.find(from, 'oidc'), undefined, 'each way answers for its own');
  assert.deepEqual(events, [
    { type: 'login', method: 'token', user: { name: 'ada', groups: ['dev'] }, address: '192.0.2.1' },
  ]);
});

test('a cookie that is changed, of another gateway or made up is nobody', t => {
  const { store, open } = setUp(t);
  const { from } = open();
  const [value = ''] = from.headers.cookie ?? [];
  const other = setUp(t).open().from;
  const changed = `${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`;
  for (const cookie of [
    changed,
    value.slice(0, -1),
    `${value}A`,
    '__Host-podbay-1=',
    `x${value}`,
    value.replace('__Host-', ''),
  ])
    assert.equal(store.find(sender({ cookie }), 'token'), undefined, cookie);
  assert.equal(store.find(other, 'token'), undefined);
});

test('logging out ends it at once, everywhere', async t => {
  const { store, events, users, open } = setUp(t);
  const { from } = open({ logOut: async () => 'https://provider.example/out' });
  const login = store.find(from, 'token');
  const out = login?.logOut?.();
  assert.equal(users[0]?.ended.aborted, true);
  assert.equal(users[0]?.ended.reason, 'logged-out');
  assert.equal(store.find(from, 'token'), undefined);
  assert.deepEqual(await out, {
    setCookie: '__Host-podbay-1=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    next: 'https://provider.example/out',
  });
  const last = events.at(-1);
  assert.equal(last?.type === 'logout' && last.address, '127.0.0.1');
});

test('ends when it is idle, when it is too old, and when what it stands on ends', t => {
  const { store, clock, users, open } = setUp(t);
  const idle = open();
  const old = open();
  const short = open({ expiresAtMs: clock.nowMs + 5 * minute });
  for (let passed = 0; passed < 55; passed += 5) {
    store.find(old.from, 'token')?.touch?.();
    clock.nowMs += 5 * minute;
    store.sweep();
  }
  assert.deepEqual(
    users.map(({ ended }) => ended.reason),
    ['expired', undefined, 'expired'],
  );
  assert.equal(store.find(idle.from, 'token'), undefined);
  assert.equal(store.find(short.from, 'token'), undefined);
  store.find(old.from, 'token')?.touch?.();
  clock.nowMs += 5 * minute;
  assert.equal(store.find(old.from, 'token'), undefined, 'without a sweep, too');
  assert.equal(store.size, 0);
});

test('is renewed when that is due, and ends when that says so; an error changes nothing', async t => {
  const { store, clock, users, errors, open } = setUp(t);
  const answers: (() => Promise<'revoked' | undefined>)[] = [
    async () => undefined,
    () => Promise.reject(new Error('no network')),
    async () => 'revoked',
  ];
  let dueAtMs = clock.nowMs + minute;
  const renew = () => {
    dueAtMs = clock.nowMs + minute;
    return answers.shift()?.() ?? assert.fail('too often');
  };
  open({ renewal: { dueAtMs: () => dueAtMs, renew } });
  for (const ended of [false, false, true]) {
    store.sweep();
    clock.nowMs += minute;
    store.sweep();
    store.sweep();
    await sleep(1);
    assert.equal(users[0]?.ended.aborted, ended);
  }
  assert.equal(errors.length, 1);
  assert.equal(users[0]?.ended.reason, 'revoked');
});

test('nobody logs in without end, and whoever does takes no place of others', t => {
  const { store, users, open } = setUp(t, { loginBurst: 60, loginsPerMinute: 0 });
  const other = open({ createUser: ({ ended }) => ({ ...eve, ended }) });
  for (let count = 0; count < 60; count++) open();
  assert.throws(() => open(), { message: /too often/ });
  assert.equal(store.size, 51);
  assert.deepEqual(
    users.filter(({ ended }) => ended.aborted),
    users.slice(0, 10),
    'the oldest of the same user',
  );
  assert.equal(store.find(other.from, 'token')?.user.name, 'eve');
});

const eve = { id: 'token:eve', name: 'eve', groups: [], identity: { type: 'gateway' } } as const;
