import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, test } from 'node:test';
import { chooseProxy } from './proxy.ts';
import { loadTest } from './testing/load.ts';
import { answer, startScriptedApi } from './testing/scripted-api.ts';

const proxy = 'http://proxy.test:3128';

/** Server, NO_PROXY, whether the proxy of the environment is used. */
const rules: readonly (readonly [string, string, boolean])[] = [
  ['https://k8s.example.com:6443', '', true],
  ['https://k8s.example.com:6443', '*', false],
  ['https://k8s.example.com:6443', 'example.com', false],
  ['https://k8s.example.com:6443', '.example.com', false],
  ['https://k8s.example.com:6443', '*.example.com', false],
  ['https://example.com', '.example.com', true],
  ['https://badexample.com', 'example.com', true],
  ['https://k8s.example.com:6443', 'example.com:443', true],
  ['https://k8s.example.com:6443', 'other.com, example.com:6443', false],
  ['https://10.1.2.3:6443', '10.0.0.0/8', false],
  ['https://11.1.2.3:6443', '10.0.0.0/8', true],
  ['https://10.1.2.3:6443', '10.1.2.3', false],
  ['https://127.0.0.1:6443', '', false],
  ['https://localhost:6443', '', false],
  ['https://[::1]:6443', '', false],
];

describe('chooseProxy', () => {
  for (const [server, list, used] of rules) {
    test(`${server}, NO_PROXY=${list}`, () => {
      const env = { HTTPS_PROXY: proxy, NO_PROXY: list };
      assert.equal(chooseProxy(new URL(server), undefined, env), used ? proxy : undefined);
    });
  }

  test("the cluster's own proxy counts first; small letters and a bare host will do", () => {
    const server = new URL('https://k8s.example.com');
    assert.equal(chooseProxy(server, proxy, { NO_PROXY: '*' }), proxy);
    assert.equal(chooseProxy(server, undefined, { https_proxy: 'a:1' }), 'http://a:1');
    assert.equal(chooseProxy(new URL('http://k8s'), undefined, { HTTPS_PROXY: proxy }), undefined);
  });
});

test('goes through a proxy by CONNECT, with login, and keeps the tunnel', async () => {
  const api = await startScriptedApi({ handler: (_request, response) => answer(response, 200, {}) });
  const tunnels: (string | undefined)[] = [];
  let status = 200;
  const server = createServer().on('connect', (request, socket) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization']}`);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const { port } = new URL(api.url);
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    for (const end of [socket, upstream]) end.on('error', () => {});
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = api.kubeconfig({}, { 'proxy-url': `http://me:pass@127.0.0.1:${port}` });
  const cluster = await loadTest(config);
  await cluster.client.get('/api');
  await cluster.client.get('/api');
  assert.deepEqual(tunnels, [`${new URL(api.url).host} Basic ${btoa('me:pass')}`]);
  cluster.close();
  status = 407;
  const refused = await loadTest(config);
  await assert.rejects(refused.client.get('/api'), /the proxy 127\.0\.0\.1:\d+ answered 407/);
  refused.close();
  await api.close();
  await new Promise(resolve => server.close(resolve));
});
