import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { AddressList } from '../address-list.ts';
import type { Sender } from '../auth/authenticator.ts';
import { certificateNames } from './certificate-names.ts';

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
    certificate:
      socket instanceof TLSSocket && socket.authorized
        ? certificateNames(socket.getPeerCertificate())
        : undefined,
    scheme: schemeOf(request, proxies.includes(peer)),
  };
}

// Each proxy appends whom it saw: from the end on, the first who is no proxy of ours is the last that can be believed.
function clientAddress(path: readonly string[], proxies: AddressList): string {
  return path.findLast((address, index) => index === 0 || !proxies.includes(address)) ?? '';
}

// Only a proxy knows how it was reached; who is no proxy of ours may be one nevertheless, with the certificate.
function schemeOf({ socket, headersDistinct }: IncomingMessage, isProxied: boolean): Sender['scheme'] {
  const [said = ''] = headersDistinct['x-forwarded-proto']?.join(',').split(',') ?? [];
  const scheme = said.trim().toLowerCase();
  if (isProxied && (scheme === 'http' || scheme === 'https')) return scheme;
  return socket instanceof TLSSocket ? 'https' : undefined;
}
