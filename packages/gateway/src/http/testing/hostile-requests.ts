import { attachPath, subprotocol } from '@podbay/protocol';
import type { Random } from '../../testing/random.ts';

/** What requests are made of before they are spoilt. */
export interface RequestBasis {
  readonly host: string;
  /** A header that logs in. */
  readonly authorization: string;
}

type Header = readonly [name: string, value: string];

const query =
  'session=fuzz-session-0123456&client=fuzz-client-01234567&context=demo&namespace=shop&pod=web&container=app';

const paths = [
  `${attachPath}?${query}`,
  `${attachPath}?${query}&offset=0`,
  `${attachPath}?session=fuzz-session-0123456&offset=99999999999999999999`,
  attachPath,
  '/',
  '/healthz',
  '/api/v1/contexts',
  '/api/v1/contexts/demo/namespaces',
  '/api/v1/sessions/fuzz-session-0123456',
  '/api/v1/tickets',
  '/login',
];

const nastyPaths = [
  '*',
  '//evil.example/x',
  'http://evil.example/',
  '/../../etc/passwd',
  '/%00',
  '/%',
  '/%ff%fe',
  '/a\\b',
  '?',
  '',
];
const methods = [
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PRI',
  'get',
  'G\u0000T',
  '',
];
const versions = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.', 'ICY'];

const nastyValues = [
  '',
  '\u0000',
  '0',
  '-1',
  '1e309',
  '99999999999999999999999',
  '🚀',
  'a, b, c',
  '"',
  '; ; =',
  '../../..',
  'evil.example',
  'http://evil.example',
  'null',
  '[::1]:99999',
  'chunked, chunked',
  'permessage-deflate; server_max_window_bits=99999; client_max_window_bits="x"',
  'x'.repeat(300),
  'x'.repeat(40_000),
];

const extraHeaders: readonly Header[] = [
  ['Transfer-Encoding', 'chunked'],
  ['Content-Length', '4294967296'],
  ['Content-Length', '3'],
  ['Expect', '100-continue'],
  ['Upgrade', 'h2c'],
  ['HTTP2-Settings', 'AAMAAABkAARAAAAAAAIAAAAA'],
  ['X-Forwarded-For', '1.2.3.4, ::1, garbage'],
  ['Impersonate-User', 'system:admin'],
  ['Cookie', `podbay=${'x'.repeat(500)}; podbay=y`],
  ['Sec-WebSocket-Extensions', 'permessage-deflate'],
  ['Range', 'bytes=0-0,-1'],
];

/** The bytes of a request that is wrong in some way, or in several; now and then in none. */
export function hostileRequest(random: Random, basis: RequestBasis): Buffer {
  const headers = mutateHeaders(random, baseHeaders(random, basis));
  const path = random.chance(0.15) ? random.pick(nastyPaths) : spoilPath(random, random.pick(paths));
  const method = random.chance(0.7) ? 'GET' : random.pick(methods);
  const version = random.chance(0.9) ? 'HTTP/1.1' : random.pick(versions);
  const lines = [`${method} ${path} ${version}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const body = random.chance(0.2)
    ? random.pick(['{}', '{"a":', '0\r\n\r\n', 'ffffffff\r\n', '\u0000'.repeat(50)])
    : '';
  const end = random.chance(0.97) ? '\r\n' : random.pick(['\n', '\r', '\u0000']);
  return spoilBytes(random, Buffer.from(`${lines.join(end)}${end}${end}${body}`));
}

function baseHeaders(random: Random, { host, authorization }: RequestBasis): Header[] {
  const common: Header[] = [
    ['Host', host],
    ['Authorization', authorization],
  ];
  if (random.chance(0.3)) return common;
  return [
    ...common,
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', random.bytes(16).toString('base64')],
    ['Sec-WebSocket-Protocol', subprotocol],
  ];
}

function mutateHeaders(random: Random, headers: Header[]): Header[] {
  const mutated = [...headers];
  for (let count = random.below(3); count > 0; count--) {
    const at = random.below(mutated.length);
    const [name, value] = mutated[at] ?? ['X', ''];
    const kind = random.below(5);
    if (kind === 0) mutated.splice(at, 1);
    else if (kind === 1) mutated.push([name, random.pick(nastyValues)]);
    else if (kind === 2) mutated[at] = [name, random.pick(nastyValues)];
    else if (kind === 3) mutated.push(random.pick(extraHeaders));
    else mutated[at] = [random.pick([name.toUpperCase(), ` ${name}`, `${name} `, '', 'é']), value];
  }
  return mutated;
}

function spoilPath(random: Random, path: string): string {
  if (random.chance(0.6)) return path;
  const at = random.below(path.length + 1);
  const junk = random.pick([
    '%',
    '%zz',
    '&&&',
    '#',
    ';',
    '\u0000',
    '/..',
    'é',
    '%F0%9F',
    '=',
    'x'.repeat(9000),
  ]);
  return path.slice(0, at) + junk + path.slice(at + random.below(3));
}

function spoilBytes(random: Random, bytes: Buffer): Buffer {
  if (random.chance(0.75)) return bytes;
  const at = random.below(bytes.length);
  const kind = random.below(3);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1)
    return Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(20)), bytes.subarray(at)]);
  bytes[at] = random.below(256);
  return bytes;
}
