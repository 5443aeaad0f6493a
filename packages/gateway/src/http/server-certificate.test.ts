import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { type Authority, createAuthority, type IssuedCertificate } from '../cluster/testing/certificates.ts';
import { ServerCertificate, type ServerCertificateOptions } from './server-certificate.ts';

async function setUp(t: TestContext, options: Partial<ServerCertificateOptions> = {}) {
  const authority = await createAuthority();
  const dir = await mkdtemp(join(tmpdir(), 'podbay-tls-'));
  const errors: string[] = [];
  await mountSecret(dir, 'one', await authority.issue({ name: '127.0.0.1' }));
  await writeFile(join(dir, 'ca.crt'), authority.cert);
  const certificate = new ServerCertificate({
    cert: join(dir, 'tls.crt'),
    key: join(dir, 'tls.key'),
    checkMs: 20,
    onError: error => errors.push(error.message),
    ...options,
    ...(options.clientCa !== undefined && { clientCa: join(dir, 'ca.crt') }),
  });
  const server = createServer(certificate.secureOptions(), (incoming, response) =>
    response.end(String((incoming.socket as TLSSocket).authorized)),
  );
  server.on('tlsClientError', () => {});
  certificate.follow(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(dir, { recursive: true });
  });
  return { authority, dir, errors, port: (server.address() as AddressInfo).port };
}

/** As Kubernetes mounts a secret: files that are links through `..data`, which is swapped. */
async function mountSecret(dir: string, version: string, { cert, key }: IssuedCertificate): Promise<void> {
  await mkdir(join(dir, version));
  await writeFile(join(dir, version, 'tls.crt'), cert);
  await writeFile(join(dir, version, 'tls.key'), key);
  await symlink(version, join(dir, '..new'));
  await rename(join(dir, '..new'), join(dir, '..data'));
  for (const file of ['tls.crt', 'tls.key'])
    await symlink(join('..data', file), join(dir, file)).catch(() => {});
}

async function serialOf(port: number, authority: Authority): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', ca: authority.cert });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

async function get(port: number, options: object): Promise<string> {
  const sent = request({ port, host: '127.0.0.1', agent: false, ...options });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return (await response.toArray()).join('');
}

test('a swapped secret is used, and connections stay', async t => {
  const { authority, dir, port } = await setUp(t);
  const before = await serialOf(port, authority);
  const kept = connect({ port, host: '127.0.0.1', ca: authority.cert });
  await once(kept, 'secureConnect');
  await mountSecret(dir, 'two', await authority.issue({ name: '127.0.0.1' }));
  for (let i = 0; (await serialOf(port, authority)) === before; i++) {
    assert.ok(i < 100, 'the new certificate is never used');
    await sleep(20);
  }
  kept.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [answer] = await once(kept, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 200/);
  kept.destroy();
});

test('files that do not fit are told once, and what was there stays', async t => {
  const { authority, dir, errors, port } = await setUp(t);
  const before = await serialOf(port, authority);
  await writeFile(join(dir, 'other.key'), (await authority.issue({ name: 'other' })).key);
  await rename(join(dir, 'other.key'), join(dir, 'tls.key'));
  for (let i = 0; errors.length === 0; i++) {
    assert.ok(i < 100);
    await sleep(20);
  }
  await sleep(100);
  assert.equal(errors.length, 1);
  assert.match(errors[0] ?? '', /tls\.crt and .*tls\.key can't be used/);
  assert.equal(await serialOf(port, authority), before);
});

test('what can not start says which file and why', () => {
  const onError = () => {};
  assert.throws(() => new ServerCertificate({ cert: '/nowhere/tls.crt', key: '/x', onError }), {
    message: "/nowhere/tls.crt: the certificate can't be read: there is no such file",
  });
});

test('client certificates: required, or told apart', async t => {
  const strict = await setUp(t, { clientCa: 'ca' });
  const client = await strict.authority.issue({ name: 'proxy' });
  assert.equal(await get(strict.port, { ca: strict.authority.cert, ...client }), 'true');
  await assert.rejects(get(strict.port, { ca: strict.authority.cert }));
  const stranger = await (await createAuthority()).issue({ name: 'proxy' });
  await assert.rejects(get(strict.port, { ca: strict.authority.cert, ...stranger }));
  const lenient = await setUp(t, { clientCa: 'ca', clientAuth: 'optional' });
  const ca = lenient.authority.cert;
  assert.equal(await get(lenient.port, { ca }), 'false');
  assert.equal(await get(lenient.port, { ca, ...stranger }), 'false');
  assert.equal(
    await get(lenient.port, { ca, ...(await lenient.authority.issue({ name: 'proxy' })) }),
    'true',
  );
});
