import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { RefusalError } from '../errors.ts';
import { apiPath } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { createAuthority } from './testing/certificates.ts';
import { loadTest } from './testing/load.ts';
import {
  answer,
  failure,
  type ScriptedApi,
  type ScriptedApiOptions,
  startScriptedApi,
} from './testing/scripted-api.ts';

const closers: (() => unknown)[] = [];
after(async () => {
  for (const close of closers.toReversed()) await close();
});

async function start(options: ScriptedApiOptions): Promise<ScriptedApi> {
  const api = await startScriptedApi(options);
  closers.push(() => api.close());
  return api;
}

async function connect(kubeconfig: string) {
  const cluster = await loadTest(kubeconfig);
  closers.push(() => cluster.close());
  return cluster.client;
}

/** The refusal that a request ends in. */
async function refusalOf(request: Promise<unknown>) {
  const error = await request.then(
    () => assert.fail('expected a refusal'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RefusalError, String(error));
  return error.refusal;
}

describe('ApiClient', () => {
  test('speaks JSON as the user, over one connection', async () => {
    const api = await start({
      handler: (request, response) => answer(response, 200, { auth: request.headers.authorization }),
    });
    const client = await connect(api.kubeconfig());
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual(await client.get('/api', { query: { limit: '1' } }), { auth: 'Bearer secret' });
    }
    assert.equal(api.requests[0], 'GET /api?limit=1');
    assert.equal(api.connections(), 1);
  });

  test('sends bodies, and impersonates', async () => {
    const api = await start({
      handler: async (request, response) => {
        const body = await request.toArray();
        const {
          'content-type': type,
          'impersonate-user': user,
          'impersonate-group': group,
        } = request.headers;
        answer(response, 201, { body: Buffer.concat(body).toString(), type, user, group });
      },
    });
    const client = await connect(api.kubeconfig({ as: 'boss', 'as-groups': ['a', 'b'], token: 't' }));
    const who = { user: 'boss', group: 'a, b' };
    assert.deepEqual(await client.post('/x', { a: 1 }), {
      body: '{"a":1}',
      type: 'application/json',
      ...who,
    });
    const patched = await client.patch('/x', { a: 2 });
    assert.deepEqual(patched, { body: '{"a":2}', type: 'application/merge-patch+json', ...who });
  });

  test('shows a client certificate, and takes up a rotated one', async () => {
    const api = await start({
      requestClientCert: true,
      handler: (request, response) => {
        const socket = request.socket as import('node:tls').TLSSocket;
        answer(response, 200, { name: socket.getPeerCertificate().subject?.CN ?? 'none' });
      },
    });
    const { cert, key } = await api.authority.issue({ name: 'alice' });
    const data = { 'client-certificate-data': btoa(cert), 'client-key-data': btoa(key) };
    const client = await connect(api.kubeconfig(data));
    assert.deepEqual(await client.get('/api'), { name: 'alice' });
  });

  test('tries once more with new credentials after a 401', async () => {
    let tries = 0;
    const api = await start({
      handler: (_request, response) => {
        tries += 1;
        answer(response, tries === 1 ? 401 : 200, failure(401, 'Unauthorized'));
      },
    });
    await (await connect(api.kubeconfig())).get('/api');
    assert.equal(tries, 2);
  });

  test('ends an answer that is too large, too slow, or not wanted any more', async () => {
    const api = await start({
      handler: (_request, response, url) => {
        if (url.pathname === '/large') answer(response, 200, { text: 'x'.repeat(10_000) });
      },
    });
    const client = await connect(api.kubeconfig());
    const tooLarge = await refusalOf(client.get('/large', { maxBytes: 1_000 }));
    assert.match(tooLarge.message, /larger than 1000 bytes/);
    const tooSlow = await refusalOf(client.get('/slow', { timeoutMs: 100 }));
    assert.equal(tooSlow.code, 'cluster-unreachable');
    assert.match(tooSlow.message, /it does not answer/);
    const controller = new AbortController();
    const pending = client.get('/slow', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await assert.rejects(pending, /enough/);
  });

  test('a name can not leave its place in a path', () => {
    assert.equal(apiPath('pods', 'a/b?c'), '/pods/a%2Fb%3Fc');
    for (const part of ['', '.', '..']) assert.throws(() => apiPath('pods', part), TypeError);
  });
});

describe('refusals', () => {
  const answers: readonly (readonly [string, number, object | string, object])[] = [
    ['401', 401, failure(401, 'Unauthorized'), { code: 'cluster-credentials' }],
    [
      '403 names verb and resource',
      403,
      failure(
        403,
        'pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "web"',
      ),
      { code: 'forbidden', details: { verb: 'list', resource: 'pods', namespace: 'web', user: 'eve' } },
    ],
    [
      '403 of a webhook',
      403,
      failure(403, 'admission webhook "x" denied the request: no'),
      { code: 'forbidden' },
    ],
    [
      '404 of a pod',
      404,
      failure(404, 'pods "x" not found', { details: { kind: 'pods', name: 'x' } }),
      { code: 'pod-not-found', details: { name: 'x' } },
    ],
    ['500 in plain text', 500, 'upstream broke', { code: 'cluster-unreachable', message: 'Upstream broke.' }],
  ];
  for (const [name, status, body, expected] of answers) {
    test(name, async () => {
      const api = await start({
        handler: (_request, response) => {
          response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
        },
      });
      const client = await connect(api.kubeconfig());
      const refusal = await refusalOf(client.get('/api'));
      for (const [key, value] of Object.entries(expected)) {
        assert.deepEqual(refusal[key as 'code'], value);
      }
    });
  }

  const certificates: readonly (readonly [string, ScriptedApiOptions['certificate'], RegExp])[] = [
    ['expired', ca => ca.issue({ name: '127.0.0.1', days: [-3, -1] }), /its certificate has expired/],
    ['of another name', ca => ca.issue({ name: 'example.test' }), /issued for another name/],
    [
      'of an unknown authority',
      async () => (await createAuthority()).issue({ name: '127.0.0.1' }),
      /authority that the kubeconfig does not name/,
    ],
  ];
  for (const [name, certificate, message] of certificates) {
    test(`a certificate ${name}`, async () => {
      const handler = (): void => {};
      const api = await start({ handler, ...(certificate && { certificate }) });
      const refusal = await refusalOf((await connect(api.kubeconfig())).get('/api'));
      assert.equal(refusal.code, 'cluster-unreachable');
      assert.match(refusal.message, message);
      assert.ok(refusal.message.includes(new URL(api.url).host));
    });
  }

  test('insecure-skip-tls-verify and tls-server-name', async () => {
    const options: ScriptedApiOptions = {
      certificate: ca => ca.issue({ name: 'example.test' }),
      handler: (_request, response) => answer(response, 200, {}),
    };
    const api = await start(options);
    await (await connect(api.kubeconfig({}, { 'insecure-skip-tls-verify': true }))).get('/api');
    await (await connect(api.kubeconfig({}, { 'tls-server-name': 'example.test' }))).get('/api');
  });

  test('nothing listens there', async () => {
    const server = createServer();
    const port = await new Promise<number>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await new Promise(resolve => server.close(resolve));
    const api = await start({ handler: () => {} });
    const client = await connect(api.kubeconfig({}, { server: `https://127.0.0.1:${port}` }));
    const refusal = await refusalOf(client.get('/api'));
    assert.match(refusal.message, /127\.0\.0\.1:\d+ can't be reached: nothing listens there/);
  });

  test('an unknown host, and a server that speaks no TLS', async () => {
    const api = await start({ handler: () => {} });
    const unknown = await connect(api.kubeconfig({}, { server: 'https://host.invalid' }));
    assert.match((await refusalOf(unknown.get('/api'))).message, /host name/);
    const plain = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    closers.push(() => plain.close());
    await new Promise(resolve => plain.once('listening', resolve));
    const { port } = plain.address() as { port: number };
    const client = await connect(api.kubeconfig({}, { server: `https://127.0.0.1:${port}` }));
    assert.match((await refusalOf(client.get('/api'))).message, /does not speak TLS/);
  });

  test('an ApiError knows the status', async () => {
    const api = await start({
      handler: (_request, response) => answer(response, 410, failure(410, 'too old')),
    });
    const client = await connect(api.kubeconfig());
    await assert.rejects(client.get('/api'), error => error instanceof ApiError && error.httpStatus === 410);
  });
});
