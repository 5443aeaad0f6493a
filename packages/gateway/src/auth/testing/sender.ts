import type { Sender } from '../authenticator.ts';

/** A request's sender at the loopback, with these headers. */
export function sender(headers: Record<string, string | readonly string[]>, peer = '127.0.0.1'): Sender {
  const lists = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]);
  return {
    headers: Object.fromEntries(lists),
    peer,
    address: peer,
    certificate: undefined,
    scheme: undefined,
  };
}
