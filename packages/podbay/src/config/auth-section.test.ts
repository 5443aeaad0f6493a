import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

test('reads every way of logging in, with secrets from elsewhere', () => {
  process.env.PODBAY_TEST_SECRET = 'open sesame\n';
  const { auth } = parseConfig(
    `auth:
  idle: 30m
  local: true
  token: true
  oidc: {issuer: https://id.example.com/x, clientId: podbay, clientSecret: {env: PODBAY_TEST_SECRET}, acting: impersonate}
  proxy: {from: [10.0.0.0/8], secret: {env: PODBAY_TEST_SECRET}, userHeader: X-Auth-User, recheck: 1m}
`,
    'x.yaml',
  );
  assert.equal(auth?.idle, 1_800_000);
  assert.deepEqual(auth?.token, {});
  assert.equal(auth?.oidc?.clientSecret, 'open sesame');
  assert.equal(auth?.oidc?.issuer.href, 'https://id.example.com/x');
  assert.equal(auth?.proxy?.userHeader, 'x-auth-user');
  assert.equal(auth?.proxy?.recheck, 60_000);
});

test('a proxy’s certificate may be named', () => {
  const { auth } = parseConfig(
    `auth: {proxy: {from: [10.0.0.0/8], clientCertificate: {names: ['CN=ingress', 'DNS:ingress.example.com']}}}
tls: {cert: /a, key: /b, clientCa: /c}
`,
    'x.yaml',
  );
  assert.deepEqual(auth?.proxy?.clientCertificate, { names: ['CN=ingress', 'DNS:ingress.example.com'] });
});

test('names the mistake', () => {
  const oidc = 'issuer: https://id.example.com, clientId: x';
  const cases: Record<string, RegExp> = {
    'auth: {}': /auth: must have at least one of local, token, oidc and proxy/,
    'auth: {oidc: {issuer: "http://id.example.com", clientId: x}}':
      /auth.oidc.issuer: must be an https address/,
    [`auth: {oidc: {${oidc}, clientSecret: plain}}`]:
      /auth.oidc.clientSecret: must be \{file: PATH\} or \{env: NAME\}/,
    [`auth: {oidc: {${oidc}, clientSecret: {env: PODBAY_NOT_SET}}}`]:
      /clientSecret: PODBAY_NOT_SET is not set/,
    [`auth: {oidc: {${oidc}, clientSecret: {file: /nowhere}}}`]: /clientSecret: can't be read from \/nowhere/,
    'auth: {proxy: {from: [10.0.0.0/8]}}': /auth.proxy: must have either secret or clientCertificate/,
    'auth: {proxy: {from: [], clientCertificate: true}}': /auth.proxy.from: must name an address/,
    'auth: {proxy: {from: [10.0.0.0/8], clientCertificate: true}}':
      /auth.proxy.clientCertificate: needs tls.clientCa/,
    'auth: {proxy: {from: [10.0.0.0/8], clientCertificate: {names: [ingress]}}}':
      /auth.proxy.clientCertificate.names.0: must be a name such as CN=ingress/,
    'auth: {proxy: {from: [10.0.0.0/8], clientCertificate: {names: []}}}':
      /auth.proxy.clientCertificate.names: must name a certificate/,
    'auth: {proxy: {from: [10.0.0.0/8], clientCertificate: ingress}}':
      /auth.proxy.clientCertificate: must be true, false or \{names/,
    'auth: {proxy: {from: [10.0.0.0/8], clientCertificate: {names: ["CN=a"]}}}':
      /auth.proxy.clientCertificate: needs tls.clientCa/,
    'auth: {proxy: {from: [10.0.0.0/8], secret: {env: PODBAY_TEST_SECRET}, clientCertificate: {names: ["CN=a"]}}}':
      /auth.proxy: must have either secret or clientCertificate/,
    'auth: {lokal: true}': /Unrecognized key: "lokal"/,
    'server: {origins: ["*"]}': /server.origins.0: must be an origin such as/,
    'server: {publicUrl: podbay.example.com}': /server.publicUrl: must be an origin such as/,
    'tls: {cert: /a}': /tls.key: must be a path/,
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(() => parseConfig(text, 'x.yaml'), { name: 'CliError', message }, text);
  }
});
