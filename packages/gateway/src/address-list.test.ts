import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressList } from './address-list.ts';

test('finds addresses in networks of both families', () => {
  const list = new AddressList(['10.1.0.0/16', '192.0.2.7', 'fd00::/8', '::1']);
  for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.7', 'fd12::1', '::1']) {
    assert.ok(list.includes(address), address);
  }
  for (const address of ['10.2.0.1', '192.0.2.8', 'fe80::1', '127.0.0.1', '', 'localhost', '10.1.2.3, x']) {
    assert.ok(!list.includes(address), address);
  }
});

test('says which entry is none', () => {
  for (const entry of ['', 'localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '*']) {
    assert.throws(
      () => new AddressList([entry]),
      new RegExp(`TypeError: expected an address .*got "${entry.replaceAll('*', '\\*')}"`),
      entry,
    );
  }
});
