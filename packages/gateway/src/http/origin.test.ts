import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OriginCheck } from './origin.ts';

const check = new OriginCheck({ hostNames: ['Podbay.example'] });

test('own hosts are localhost, IP addresses and the names given', () => {
  for (const host of [
    'localhost',
    'localhost:8022',
    '127.0.0.1:1',
    '[::1]:8022',
    '10.0.0.7',
    'podbay.example:443',
  ]) {
    assert.ok(check.isOwnHost(host), host);
  }
  for (const host of [
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    'a b',
    '@',
  ]) {
    assert.ok(!check.isOwnHost(host), String(host));
  }
});

test('own origins are those of the host asked for', () => {
  assert.ok(check.isOwnOrigin(undefined, 'localhost:1'));
  assert.ok(check.isOwnOrigin('http://localhost:1', 'localhost:1'));
  assert.ok(check.isOwnOrigin('https://podbay.example', 'podbay.example'));
  for (const origin of ['http://localhost:2', 'http://evil.example', 'null', '', 'http://127.0.0.1:1']) {
    assert.ok(!check.isOwnOrigin(origin, 'localhost:1'), origin);
  }
});

test('where it is known how the gateway is reached, its pages come the same way', () => {
  for (const [origin, scheme, own] of [
    ['https://localhost:1', 'https', true],
    ['http://localhost:1', 'https', false],
    ['http://localhost:1', 'http', true],
    ['https://localhost:1', 'http', false],
    ['https://localhost:2', 'https', false],
    ['ftp://localhost:1', 'https', false],
  ] as const) {
    assert.equal(check.isOwnOrigin(origin, 'localhost:1', scheme), own, `${origin} by ${scheme}`);
  }
  assert.ok(check.isOwnOrigin(undefined, 'localhost:1', 'https'));
});

test('with a list of origins, exactly those count, and their hosts are own', () => {
  const listed = new OriginCheck({ origins: ['https://podbay.example', 'https://podbay.example:8443'] });
  assert.ok(listed.isOwnHost('podbay.example'));
  assert.ok(listed.isOwnOrigin('https://podbay.example', 'podbay.example'));
  assert.ok(listed.isOwnOrigin('https://podbay.example:8443', 'other'));
  for (const origin of [
    'http://podbay.example',
    'https://podbay.example.evil',
    'https://localhost',
    'null',
  ]) {
    assert.ok(!listed.isOwnOrigin(origin, 'localhost'), origin);
  }
  for (const origin of [
    '*',
    'podbay.example',
    'https://*.example',
    'https://podbay.example/path',
    'file:///x',
  ]) {
    assert.throws(() => new OriginCheck({ origins: [origin] }), TypeError, origin);
  }
});
