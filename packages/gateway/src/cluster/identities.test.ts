import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { after, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { RefusalError } from '../errors.ts';
import { gatewayIdentity, type ImpersonatedIdentity, type TokenIdentity } from '../identity.ts';
import { loadClusters } from './clusters.ts';
import { answer, failure, startScriptedApi } from './testing/scripted-api.ts';
import { waitUntil } from './testing/wait-until.ts';

const closers: (() => unknown)[] = [];
const closeAll = async () => {
  for (const close of closers.splice(0).toReversed()) await close();
};
beforeEach(closeAll);
after(closeAll);

interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly hasCertificate: boolean;
}

/** An API server that notes who asks, and lets in whoever has a token of `good`. */
async function start({ user = {}, identityIdleMs }: { user?: object; identityIdleMs?: number } = {}) {
  const seen: Seen[] = [];
  const good = new Set(['gateway-token', 'ada-token', 'ada-token-2', 'grace-token']);
  const api = await startScriptedApi({
    requestClientCert: true,
    handler: (request, response, url) => {
      const certificate = (request.socket as TLSSocket).getPeerCertificate();
      const hasCertificate = Object.keys(certificate).length > 0;
      seen.push({ path: url.pathname, headers: request.headers, hasCertificate });
      const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (!hasCertificate && !good.has(token)) return answer(response, 401, failure(401, 'Unauthorized'));
      if (url.pathname.endsWith('selfsubjectreviews')) {
        const userInfo = { username: token.split('-')[0], groups: ['staff'], extra: { a: ['b'] } };
        return answer(response, 201, { status: { userInfo } });
      }
      if (url.searchParams.get('watch') === 'true') return response.writeHead(200).flushHeaders();
      answer(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
    },
  });
  const { cert, key } = await api.authority.issue({ name: 'gateway' });
  const base64 = (pem: string | Buffer) => Buffer.from(pem).toString('base64');
  const ownUser = {
    token: 'gateway-token',
    'client-certificate-data': base64(cert),
    'client-key-data': base64(key),
    ...user,
  };
  const sources = [{ kubeconfig: { type: 'content', content: api.kubeconfig(ownUser) } }] as const;
  const clusters = await loadClusters({ sources, identityIdleMs });
  closers.push(
    () => api.close(),
    () => clusters.close(),
  );
  return { clusters, seen, good };
}

function tokenOf(name: string, rest: Partial<TokenIdentity> = {}): TokenIdentity {
  return { type: 'token', key: name, token: async () => `${name}-token`, contexts: undefined, ...rest };
}

const ada: ImpersonatedIdentity = {
  type: 'impersonated',
  user: 'ada',
  groups: ['dev', 'ops'],
  extra: { team: ['a'] },
};
const soon = () => AbortSignal.timeout(5_000);

describe('a request carries', () => {
  test('the gateway: what its kubeconfig has', async () => {
    const { clusters, seen } = await start();
    await clusters.get('test', gatewayIdentity).pods('web', soon());
    assert.equal(seen[0]?.headers.authorization, 'Bearer gateway-token');
    assert.equal(seen[0]?.hasCertificate, true);
  });

  test('a token: that alone, asked for each time, and nothing of the kubeconfig user', async () => {
    const { clusters, seen } = await start({ user: { as: 'boss', 'as-groups': ['all'] } });
    await clusters.get('test', gatewayIdentity).pods('web', soon());
    const tokens = ['ada-token', 'ada-token-2'];
    const cluster = clusters.get('test', tokenOf('ada', { token: async () => tokens.shift() ?? '' }));
    await cluster.pods('web', soon());
    await cluster.pods('web', soon());
    const own = seen.slice(1);
    assert.deepEqual(
      own.map(({ headers }) => headers.authorization),
      ['Bearer ada-token', 'Bearer ada-token-2'],
    );
    for (const { headers, hasCertificate } of own) {
      assert.equal(hasCertificate, false);
      assert.deepEqual(
        Object.keys(headers).filter(name => name.startsWith('impersonate')),
        [],
      );
    }
  });

  test('somebody impersonated: the kubeconfig user, and their name', async () => {
    const { clusters, seen } = await start();
    await clusters.get('test', ada).pods('web', soon());
    assert.partialDeepStrictEqual(seen[0]?.headers, {
      authorization: 'Bearer gateway-token',
      'impersonate-user': 'ada',
      'impersonate-group': 'dev, ops',
      'impersonate-extra-team': 'a',
    });
  });
});

test('nobody is asked as somebody else where an identity is missing or unfit', async () => {
  const { clusters, seen } = await start();
  const lost = tokenOf('ada', {
    token: async () => {
      throw new RefusalError({ code: 'unauthenticated', message: 'Log in again.' });
    },
  });
  await assert.rejects(clusters.get('test', lost).pods('web', soon()), {
    refusal: { code: 'unauthenticated', message: 'Log in again.' },
  });
  const split = tokenOf('x', { token: async () => 'a\r\nImpersonate-User: admin' });
  await assert.rejects(clusters.get('test', split).pods('web', soon()), RefusalError);
  const blank = tokenOf('y', { token: async () => '' });
  await assert.rejects(clusters.get('test', blank).pods('web', soon()), RefusalError);
  assert.throws(() => clusters.get('test', { ...ada, groups: ['a\nb'] }), RefusalError);
  assert.equal(seen.length, 0);
});

test('who impersonates already impersonates nobody else', async () => {
  const { clusters } = await start({ user: { as: 'boss' } });
  assert.throws(() => clusters.get('test', ada), /its user acts as somebody else already/);
});

test('a token is shown to the contexts that may see it, and the others are not there', async () => {
  const { clusters, seen } = await start();
  const elsewhere = tokenOf('ada', { contexts: ['other'] });
  assert.deepEqual(clusters.contexts(elsewhere), []);
  assert.equal(clusters.current(elsewhere), undefined);
  assert.throws(() => clusters.get('test', elsewhere), {
    refusal: {
      code: 'context-not-found',
      message: 'There is no context test.',
      details: { context: 'test' },
    },
  });
  const here = tokenOf('ada', { contexts: ['test'] });
  assert.deepEqual(
    clusters.contexts(here).map(({ name }) => name),
    ['test'],
  );
  assert.equal(seen.length, 0);
});

test('equal identities share a cluster and its watch, others share neither', async () => {
  const { clusters, seen } = await start();
  const leave = ['ada', 'ada', 'grace'].map(name =>
    clusters.get('test', tokenOf(name)).watchPods('web', () => {}),
  );
  await waitUntil(() => seen.filter(({ path }) => path.endsWith('/pods')).length >= 4, 5_000);
  await sleep(50);
  const asked = seen.map(({ headers }) => headers.authorization);
  assert.deepEqual(asked.toSorted(), [
    ...asked.filter(who => who?.includes('ada')),
    ...asked.filter(who => who?.includes('grace')),
  ]);
  assert.equal(asked.filter(who => who === 'Bearer ada-token').length, 2, 'a list and a watch');
  assert.equal(asked.filter(who => who === 'Bearer grace-token').length, 2);
  assert.equal(clusters.get('test', ada), clusters.get('test', { ...ada, groups: ['ops', 'dev'] }));
  assert.notEqual(clusters.get('test', ada), clusters.get('test', { ...ada, groups: ['dev'] }));
  assert.notEqual(clusters.get('test', ada), clusters.get('test', { ...ada, extra: {} }));
  for (const end of leave) end();
});

test('of two logins of one key the later has the token', async () => {
  const { clusters, seen } = await start();
  const cluster = clusters.get('test', tokenOf('ada'));
  clusters.get('test', tokenOf('ada', { token: async () => 'ada-token-2' }));
  await cluster.pods('web', soon());
  assert.equal(seen[0]?.headers.authorization, 'Bearer ada-token-2');
});

test('identities that nobody uses leave nothing; those in use stay', async () => {
  const { clusters } = await start({ identityIdleMs: 60 });
  const held = clusters.get('test', tokenOf('ada'));
  const release = held.hold();
  for (let i = 0; i < 500; i++) clusters.get('test', { ...ada, user: `user-${i}` });
  clusters.get('test', gatewayIdentity);
  assert.equal(clusters.inspect()[0]?.identities, 502);
  await waitUntil(() => clusters.inspect()[0]?.identities === 2, 5_000);
  assert.equal(clusters.get('test', tokenOf('ada')), held);
  release();
  release();
  await waitUntil(() => clusters.inspect()[0]?.identities === 1, 5_000);
});

describe('the API server says who it is', () => {
  test('of an identity', async () => {
    const { clusters } = await start();
    assert.deepEqual(await clusters.get('test', tokenOf('ada')).whoAmI(soon()), {
      type: 'known',
      user: { name: 'ada', uid: undefined, groups: ['staff'], extra: { a: ['b'] } },
    });
  });

  test('of a token, once, and nothing is kept', async () => {
    const { clusters, seen } = await start();
    assert.partialDeepStrictEqual(await clusters.reviewToken('test', 'grace-token', soon()), {
      type: 'known',
      user: { name: 'grace' },
    });
    assert.equal((await clusters.reviewToken('test', 'nonsense', soon())).type, 'unauthenticated');
    assert.equal(seen.length, 2, 'a token that is not good is not tried again');
    assert.deepEqual(clusters.inspect(), []);
    await assert.rejects(clusters.reviewToken('nowhere', 'x', soon()), RefusalError);
  });
});
