import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseBodyError } from 'openid-client';
import type { IssuedTokens } from './oidc-issuer.ts';
import { OidcTokens } from './oidc-tokens.ts';

const claims = { sub: '1', name: 'ada', groups: ['dev'] };

function tokens(number: number, change: Partial<IssuedTokens> = {}): IssuedTokens {
  const endsAtMs = number * 600_000;
  return {
    idToken: `id-${number}`,
    claims,
    idTokenExpiresAtMs: endsAtMs,
    accessToken: `access-${number}`,
    accessTokenExpiresAtMs: endsAtMs,
    refreshToken: `refresh-${number}`,
    ...change,
  };
}

function setUp(
  answers: readonly (IssuedTokens | Error)[],
  needsIdToken = true,
  first: Partial<IssuedTokens> = {},
) {
  const clock = { nowMs: 0 };
  const asked: string[] = [];
  const left = [...answers];
  const known = { asked: [] as string[], answer: (_: string): boolean | undefined => true };
  const issuer = {
    refresh: async (refreshToken: string) => {
      asked.push(refreshToken);
      const answer = left.shift() ?? assert.fail('asked too often');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    knows: async (accessToken: string, subject: string) => {
      known.asked.push(`${subject} ${accessToken}`);
      return known.answer(accessToken);
    },
  };
  const readUser = (from: Readonly<Record<string, unknown>>) => ({
    name: String(from.name),
    groups: from.groups as string[],
  });
  const now = () => clock.nowMs;
  const options = { issuer, readUser, needsIdToken, now, subject: '1', checkMs: 50_000 };
  const held = new OidcTokens({ ...options, first: tokens(1, first) });
  return { clock, asked, known, held };
}

const refused = () =>
  new ResponseBodyError('invalid_grant', {
    cause: { error: 'invalid_grant' },
    response: new Response(null, { status: 400 }),
  });

test('is renewed before it ends, once for all who ask', async () => {
  const { clock, asked, held } = setUp([tokens(2)]);
  assert.equal(await held.idToken(), 'id-1');
  clock.nowMs = 550_000;
  assert.deepEqual(await Promise.all([held.idToken(), held.idToken(), held.idToken()]), [
    'id-2',
    'id-2',
    'id-2',
  ]);
  assert.deepEqual(asked, ['refresh-1']);
});

test('a provider that says no ends it; one that is away does not, until the token does', async () => {
  const { clock, held } = setUp([new Error('away'), new Error('away'), refused()]);
  await assert.rejects(held.renew(), /away/);
  clock.nowMs = 550_000;
  assert.equal(await held.idToken(), 'id-1');
  assert.equal(await held.renew(), 'revoked');
  clock.nowMs = 600_000;
  const { held: late, clock: lateClock } = setUp([new Error('away')]);
  lateClock.nowMs = 600_000;
  await assert.rejects(late.idToken(), /Your login is over/);
});

test('another user ends it, and other groups where the gateway speaks for the user', async () => {
  const other = (change: object) => tokens(2, { claims: { ...claims, ...change } });
  assert.equal(await setUp([other({ name: 'eve' })]).held.renew(), 'revoked');
  assert.equal(await setUp([other({ groups: ['ops'] })]).held.renew(), undefined);
  assert.equal(await setUp([other({ groups: ['ops'] })], false).held.renew(), 'expired');
  assert.equal(await setUp([tokens(2, { idToken: undefined, claims: undefined })]).held.renew(), 'expired');
  assert.equal(
    await setUp([tokens(2, { idToken: undefined, claims: undefined })], false).held.renew(),
    undefined,
  );
});

test('is renewed when that is due', async () => {
  const { clock, asked, known, held } = setUp([tokens(2)]);
  clock.nowMs = 539_999;
  assert.equal(await held.keepUp(), undefined);
  assert.deepEqual(asked, []);
  clock.nowMs = 540_000;
  assert.ok(held.dueAtMs() <= 540_000);
  assert.equal(await held.keepUp(), undefined);
  assert.deepEqual([asked, known.asked], [['refresh-1'], ['1 access-1']]);
});

test('a provider that knows its user no longer ends it, long before the tokens end', async () => {
  for (const refreshToken of ['refresh-1', undefined]) {
    const { clock, asked, known, held } = setUp([refused()], true, { refreshToken });
    assert.ok(held.dueAtMs() <= 0, 'it is asked at once');
    assert.equal(await held.keepUp(), undefined);
    assert.equal(held.dueAtMs(), 50_000);
    known.answer = () => false;
    clock.nowMs = 50_000;
    assert.equal(await held.keepUp(), 'revoked');
    assert.deepEqual(asked, refreshToken === undefined ? [] : [refreshToken]);
  }
});

test('an access token that alone is void is replaced', async () => {
  const { known, held } = setUp([tokens(2)]);
  await held.keepUp();
  known.answer = token => token !== 'access-1';
  assert.equal(await held.keepUp(), undefined);
  assert.deepEqual(known.asked, ['1 access-1', '1 access-1', '1 access-2']);
});

test('a provider that says nothing of its users is asked by a renewal', async () => {
  for (const answer of [false, undefined]) {
    const { clock, known, asked, held } = setUp([tokens(2), refused()]);
    known.answer = () => answer;
    assert.equal(await held.keepUp(), undefined);
    for (const end of [undefined, 'revoked']) {
      clock.nowMs += 50_000;
      assert.equal(held.dueAtMs(), clock.nowMs);
      assert.equal(await held.keepUp(), end);
    }
    assert.deepEqual([asked, known.asked], [['refresh-1', 'refresh-2'], ['1 access-1']]);
  }
});

test('an access token that ended before the ID token is replaced, so that the provider can be asked', async () => {
  const { clock, known, asked, held } = setUp([tokens(2)], true, { accessTokenExpiresAtMs: 90_000 });
  await held.keepUp();
  clock.nowMs = 100_000;
  assert.equal(await held.keepUp(), undefined);
  known.answer = () => false;
  assert.deepEqual([asked, known.asked], [['refresh-1'], ['1 access-1']]);
  clock.nowMs = 150_000;
  await assert.rejects(held.keepUp(), /asked too often/, 'a void access token is replaced once more');
  assert.deepEqual(known.asked, ['1 access-1', '1 access-2']);
});

test('a provider that never knew anybody, says nothing, or is away, ends nobody', async () => {
  for (const answer of [false, undefined]) {
    const { known, held } = setUp([], true, { refreshToken: undefined });
    known.answer = () => answer;
    assert.equal(await held.keepUp(), undefined);
    assert.equal(await held.keepUp(), undefined);
    assert.deepEqual(known.asked, ['1 access-1'], 'it is not asked again');
  }
  const { clock, known, held } = setUp([]);
  known.answer = () => {
    throw new Error('away');
  };
  await assert.rejects(held.keepUp(), /away/);
  assert.equal(held.dueAtMs(), 50_000);
  clock.nowMs = 50_000;
  known.answer = () => true;
  assert.equal(await held.keepUp(), undefined);
});
