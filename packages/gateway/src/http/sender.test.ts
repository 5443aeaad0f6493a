import assert from 'node:assert/strict';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { AddressList } from '../address-list.ts';
import { senderOf } from './sender.ts';

interface Asked {
  readonly socket?: Socket;
  readonly forwardedProto?: readonly string[];
}

function request(
  peer: string,
  forwarded: readonly string[],
  { socket = new Socket(), forwardedProto = [] }: Asked = {},
): IncomingMessage {
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const message = new IncomingMessage(socket);
  message.rawHeaders.push(...forwarded.flatMap(value => ['X-Forwarded-For', value]));
  message.headersDistinct = {
    ...(forwarded.length > 0 && { 'x-forwarded-for': [...forwarded] }),
    ...(forwardedProto.length > 0 && { 'x-forwarded-proto': [...forwardedProto] }),
  };
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
    assert.equal(sender.certificate, undefined);
  }
});

test('the scheme is that of a proxy of ours, else our own TLS’s, else not known', () => {
  const proxies = new AddressList(['10.0.0.0/8']);
  const cases: readonly (readonly [peer: string, tls: boolean, said: readonly string[], scheme?: string])[] =
    [
      ['192.0.2.1', false, []],
      ['192.0.2.1', false, ['https']],
      ['192.0.2.1', true, [], 'https'],
      ['192.0.2.1', true, ['http'], 'https'],
      ['10.0.0.1', false, []],
      ['10.0.0.1', false, ['https'], 'https'],
      ['10.0.0.1', false, ['HTTPS, http'], 'https'],
      ['10.0.0.1', false, ['http', 'https'], 'http'],
      ['10.0.0.1', false, ['wss']],
      ['10.0.0.1', true, ['http'], 'http'],
      ['10.0.0.1', true, ['nonsense'], 'https'],
    ];
  for (const [peer, tls, forwardedProto, scheme] of cases) {
    const socket = tls ? new TLSSocket(new Socket()) : new Socket();
    const sender = senderOf(request(peer, [], { socket, forwardedProto }), proxies);
    assert.equal(sender.scheme, scheme, JSON.stringify([peer, tls, forwardedProto]));
  }
});
