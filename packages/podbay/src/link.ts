import { isIP } from 'node:net';

/** Where a gateway listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** It has a certificate of its own. */
  readonly tls?: boolean;
}

const wildcards = new Set(['0.0.0.0', '::', '']);

/** The address under which somebody at this machine opens a gateway. */
export function originOf({ host, port, tls = false }: ListenAddress): string {
  const name = wildcards.has(host) ? 'localhost' : host;
  return new URL(`${tls ? 'https' : 'http'}://${isIP(name) === 6 ? `[${name}]` : name}:${port}/`).origin;
}

/** A link that logs in. */
export function linkTo(origin: string, token: string): string {
  const url = new URL(origin);
  url.searchParams.set('token', token);
  return url.href;
}

/** Tells whether only this machine reaches a listener on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
