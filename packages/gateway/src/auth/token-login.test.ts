import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AccessEvent } from '../audit/access-event.ts';
import type { RefusalError } from '../errors.ts';
import { LoginStore } from './login-store.ts';
import { sender } from './testing/sender.ts';
import { TokenLogin } from './token-login.ts';

function setUp(t: TestContext) {
  const events: AccessEvent[] = [];
  const record = (event: AccessEvent) => events.push(event);
  const clock = { nowMs: Date.now() };
  const logins = new LoginStore({
    cookieName: 'podbay',
    secure: false,
    record,
    onError: error => assert.fail(String(error)),
    now: () => clock.nowMs,
  });
  t.after(() => logins.close());
  const asked: string[] = [];
  const good = new Map([['ada-token', { name: 'ada', groups: ['dev'] }]]);
  const review = async (token: string) => {
    asked.push(token);
    return good.get(token);
  };
  const login = new TokenLogin({
    context: 'demo',
    contexts: ['demo'],
    review,
    logins,
    record,
    recheckMs: 30,
  });
  const paste = async (body: unknown) => {
    const request = new Request('http://localhost/login/token', {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return await login.routes[0]?.handle(request, sender({}));
  };
  const bearer = (token: string) => login.authenticate(sender({ authorization: `Bearer ${token}` }));
  return { login, logins, good, asked, events, clock, paste, bearer };
}

test('a pasted token becomes a cookie; the user acts with the token', async t => {
  const { login, paste } = setUp(t);
  const response = await paste({ token: ' ada-token\n' });
  assert.equal(response?.status, 204);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  assert.doesNotMatch(cookie, /ada-token/);
  const known = await login.authenticate(sender({ cookie }));
  assert.equal(known?.user.id, 'token:demo/ada');
  assert.equal(known?.proof, 'ambient');
  const { identity } = known.user;
  assert.ok(identity.type === 'token');
  assert.equal(await identity.token(), 'ada-token');
  assert.deepEqual(identity.contexts, ['demo']);
  await known.logOut?.();
  await assert.rejects(identity.token(), /does not accept/);
});

test('what is not accepted is refused in words, which have nothing of the token', async t => {
  const { paste, bearer, events } = setUp(t);
  await assert.rejects(
    paste({ token: 'wrong-token' }),
    /does not accept this token: it is wrong, or has expired/,
  );
  await assert.rejects(bearer('wrong-token'), /does not accept this token/);
  for (const body of [{}, { token: '' }, { token: 7 }, { token: 'x'.repeat(20_000) }, [], null])
    await assert.rejects(paste(body), /Expected/);
  assert.equal(events.length, 8);
  assert.doesNotMatch(JSON.stringify(events), /wrong-token/);
});

test('a token that is good no longer ends the login', async t => {
  const { login, logins, good, clock, paste } = setUp(t);
  const cookie = (await paste({ token: 'ada-token' }))?.headers.get('set-cookie')?.split(';')[0] ?? '';
  const known = await login.authenticate(sender({ cookie }));
  good.clear();
  clock.nowMs += 100;
  logins.sweep();
  await new Promise(resolve => setImmediate(resolve));
  assert.equal(known?.user.ended.reason, 'revoked');
  assert.equal(await login.authenticate(sender({ cookie })), undefined);
});

test('programs send the token with each request; the cluster is asked once in a while', async t => {
  const { good, asked, bearer } = setUp(t);
  const [one, two] = await Promise.all([bearer('ada-token'), bearer('ada-token')]);
  assert.equal(one?.proof, 'explicit');
  assert.equal(one?.user, two?.user);
  assert.equal(asked.length, 1);
  await new Promise(resolve => setTimeout(resolve, 40));
  assert.equal((await bearer('ada-token'))?.user, one?.user);
  assert.equal(asked.length, 2);
  good.clear();
  await new Promise(resolve => setTimeout(resolve, 40));
  await assert.rejects(bearer('ada-token'), /does not accept/);
  assert.equal(one?.user.ended.reason, 'revoked');
});

test('guessing tokens is slowed down; who has a good one is not', async t => {
  const { asked, bearer } = setUp(t);
  await bearer('ada-token');
  for (let i = 0; i < 20; i++) await assert.rejects(bearer(`guess-${i}`), /does not accept/);
  const before = asked.length;
  await assert.rejects(bearer('guess-20'), /Too many tokens/);
  assert.equal(asked.length, before, 'the cluster is not asked any more');
  await bearer('ada-token');
});

test('many guesses at once are as many as one after the other, from a whole network', async t => {
  const { login, asked } = setUp(t);
  const guess = (count: number) =>
    login
      .authenticate(sender({ authorization: `Bearer guess-${count}` }, `2001:db8::${count.toString(16)}`))
      .catch(error => (error as RefusalError).refusal.code);
  const codes = await Promise.all(Array.from({ length: 60 }, (_, count) => guess(count)));
  assert.equal(asked.length, 20);
  assert.deepEqual(new Set(codes.slice(20)), new Set(['limit']));
  assert.equal(
    (await login.authenticate(sender({ authorization: 'Bearer ada-token' }, '192.0.2.7')))?.user.name,
    'ada',
  );
});

test('whose token is good is never too many', async t => {
  const { good, bearer } = setUp(t);
  for (let count = 0; count < 60; count++) {
    good.set(`token-${count}`, { name: 'ada', groups: [] });
    assert.equal((await bearer(`token-${count}`))?.user.name, 'ada');
  }
});
