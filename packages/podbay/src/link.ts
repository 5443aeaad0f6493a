import { isIP } from 'node:net';

const wildcards = new Set(['0.0.0.0', '::', '']);

/** The address under which somebody at this machine opens a gateway that listens on `host` and `port`. */
export function linkTo(host: string, port: number, token: string): string {
  const name = wildcards.has(host) ? 'localhost' : host;
  const url = new URL(`http://${isIP(name) === 6 ? `[${name}]` : name}:${port}/`);
  url.searchParams.set('token', token);
  return url.href;
}

/** Tells whether only this machine reaches a listener on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
