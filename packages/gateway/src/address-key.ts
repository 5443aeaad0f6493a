import { isIPv6 } from 'node:net';

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
