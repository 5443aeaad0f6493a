import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  encodeLogBytes,
  encodeLogMessage,
  formatLogQuery,
  LogFrameReader,
  type LogQuery,
  parseLogQuery,
} from './logs.ts';

test('frames come whole, wherever the stream is cut', () => {
  const text = new TextEncoder();
  const stream = Buffer.concat([
    encodeLogMessage({ type: 'sources', containers: ['größe'] }),
    encodeLogBytes(0, text.encode('one\n')),
    encodeLogBytes(7, new Uint8Array()),
    encodeLogBytes(1, text.encode('two\n')),
    encodeLogMessage({ type: 'alive' }),
  ]);
  for (let size = 1; size <= stream.length; size++) {
    const reader = new LogFrameReader();
    const seen: string[] = [];
    for (let at = 0; at < stream.length; at += size)
      for (const frame of reader.push(stream.subarray(at, at + size)))
        seen.push(
          frame.type === 'bytes' ? `${frame.source} ${Buffer.from(frame.bytes)}` : JSON.stringify(frame),
        );
    assert.deepEqual(seen, [
      '{"type":"sources","containers":["größe"]}',
      '0 one\n',
      '7 ',
      '1 two\n',
      '{"type":"alive"}',
    ]);
  }
});

test('what can be no frame is refused before it is waited for', () => {
  assert.throws(() => [...new LogFrameReader().push(Buffer.from([0, 255, 0, 0, 0]))], RangeError);
});

const queries: readonly LogQuery[] = [
  { containers: [], follow: false, previous: false, from: new Map() },
  {
    containers: ['app', 'proxy'],
    follow: true,
    previous: true,
    sinceSeconds: 60,
    tailLines: 0,
    from: new Map([['app', '2026-05-04T13:07:09.123456789Z']]),
  },
];

for (const query of queries)
  test(`${formatLogQuery(query)} is read as it was written`, () =>
    assert.deepEqual(parseLogQuery(formatLogQuery(query)), query));

for (const text of [
  'container=..',
  'container=',
  'sinceSeconds=0',
  'sinceSeconds=-1',
  'tailLines=x',
  'from=app',
  'from=app@yesterday',
  'from=../x@2026-05-04T13:07:09Z',
  'container=a&'.repeat(65),
])
  test(`${text.slice(0, 40)} is refused in words`, () =>
    assert.equal(typeof parseLogQuery(new URLSearchParams(text)), 'string'));
