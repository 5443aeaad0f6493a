import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { AddressList } from '../address-list.ts';
import { senderOf } from './sender.ts';

function request(peer: string, forwarded: readonly string[]): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const message = new IncomingMessage(socket);
  message.rawHeaders.push(...forwarded.flatMap(value => ['X-Forwarded-For', value]));
  message.headersDistinct = forwarded.length > 0 ? { 'x-forwarded-for': [...forwarded] } : {};
  return message;
}

test('X-Forwarded-For counts as far as proxies of ours have written it', () => {
  const proxies = new AddressList(['10.0.0.0/8']);
  const cases: readonly (readonly [peer: string, forwarded: readonly string[], address: string])[] = [
    ['192.0.2.1', [], '192.0.2.1'],
    ['192.0.2.1', ['1.1.1.1'], '192.0.2.1'],
    ['10.0.0.1', ['1.1.1.1'], '1.1.1.1'],
    ['10.0.0.1', ['6.6.6.6, 1.1.1.1'], '1.1.1.1'],
    ['10.0.0.1', ['6.6.6.6', '1.1.1.1, 10.0.0.2'], '1.1.1.1'],
    ['::ffff:10.0.0.1', ['1.1.1.1'], '1.1.1.1'],
    ['10.0.0.1', [], '10.0.0.1'],
  ];
  for (const [peer, forwarded, address] of cases) {
    const sender = senderOf(request(peer, forwarded), proxies);
    assert.equal(sender.address, address, `${peer} ${forwarded}`);
    assert.equal(sender.peer, peer.replace('::ffff:', ''), 'the proxy mode looks at the peer alone');
    assert.equal(sender.certified, false);
  }
});
