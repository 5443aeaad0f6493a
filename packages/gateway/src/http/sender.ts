import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { AddressList } from '../address-list.ts';
import type { Sender } from '../auth/authenticator.ts';

/** What a request tells of who sends it. */
export type SenderOf = (request: IncomingMessage) => Sender;

/** Reads it; `proxies`: who is believed about the client's address. */
export function senderOf(request: IncomingMessage, proxies: AddressList): Sender {
  const { socket, headersDistinct: headers } = request;
  const peer = socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  const forwarded = headers['x-forwarded-for']?.join(',').split(',') ?? [];
  return {
    headers,
    peer,
    address: clientAddress([...forwarded.map(address => address.trim()), peer], proxies),
    certified: socket instanceof TLSSocket && socket.authorized,
  };
}

/** By what a client is counted: IPv6 hands out networks of 64 bits, in which one client has many addresses. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail?.split(':') ?? [])]
    .slice(0, 4)
    .map(group => group || '0')
    .join(':');
}

// Each proxy appends whom it saw: from the end on, the first who is no proxy of ours is the last that can be believed.
function clientAddress(path: readonly string[], proxies: AddressList): string {
  return path.findLast((address, index) => index === 0 || !proxies.includes(address)) ?? '';
}
