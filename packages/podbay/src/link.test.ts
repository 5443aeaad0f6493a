import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, linkTo, originOf } from './link.ts';

const hosts = [
  { host: '127.0.0.1', link: 'http://127.0.0.1:8022/?token=t', loopback: true },
  { host: '127.1.2.3', link: 'http://127.1.2.3:8022/?token=t', loopback: true },
  { host: 'localhost', link: 'http://localhost:8022/?token=t', loopback: true },
  { host: '::1', link: 'http://[::1]:8022/?token=t', loopback: true },
  { host: '0.0.0.0', link: 'http://localhost:8022/?token=t', loopback: false },
  { host: '::', link: 'http://localhost:8022/?token=t', loopback: false },
  { host: '10.1.2.3', link: 'http://10.1.2.3:8022/?token=t', loopback: false },
  { host: '127.example.org', link: 'http://127.example.org:8022/?token=t', loopback: false },
];

for (const { host, link, loopback } of hosts) {
  test(`the link to ${host}`, () => {
    assert.equal(linkTo(originOf({ host, port: 8022 }), 't'), link);
    assert.equal(isLoopback(host), loopback);
  });
}

test('with a certificate it is https', () => {
  assert.equal(originOf({ host: '::', port: 8443, tls: true }), 'https://localhost:8443');
});
