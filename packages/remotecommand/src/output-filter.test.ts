import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputFilter } from './output-filter.ts';

const maxMessageBytes = 100_000;

/** A frame with the shortest length that holds the payload, or with a longer one. */
function frame(first: number, payload: Buffer, { lengthBytes = 0, masked = false } = {}): Buffer {
  const { length } = payload;
  const size = Math.max(lengthBytes, length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const head = Buffer.alloc(2 + size + (masked ? 4 : 0));
  head[0] = first;
  head[1] = (masked ? 0x80 : 0) | (size === 0 ? length : size === 2 ? 126 : 127);
  if (size === 2) head.writeUInt16BE(length, 2);
  if (size === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

const message = (channel: number, text: string) => Buffer.concat([Buffer.of(channel), Buffer.from(text)]);
const out = (text: string) => frame(0x82, message(1, text));

/** What comes of chunks: a line for each run of output on one channel or of bytes that are left. */
function filter(chunks: readonly Buffer[]): readonly (readonly [string, string])[] {
  const told: [string, string][] = [];
  const tell = (what: string, bytes: Buffer) => {
    const last = told.at(-1);
    const text = bytes.toString('latin1');
    if (last?.[0] === what) last[1] += text;
    else told.push([what, text]);
  };
  const filter = new OutputFilter(maxMessageBytes, {
    handleOutput: (channel, bytes) => tell(`channel ${channel}`, bytes),
    handleRest: bytes => tell('rest', bytes),
  });
  // As it is in use: the memory of a chunk is used again for the next one.
  const memory = Buffer.alloc(Math.max(...chunks.map(chunk => chunk.length)));
  for (const chunk of chunks) filter.take(memory.subarray(0, chunk.copy(memory)));
  return told;
}

/** Every way of cutting it into at most three chunks. */
function* cuts(bytes: Buffer): Generator<readonly Buffer[]> {
  for (let one = 0; one < bytes.length; one++) {
    for (let two = one; two < bytes.length; two++) {
      const chunks = [bytes.subarray(0, one), bytes.subarray(one, two), bytes.subarray(two)];
      yield chunks.filter(chunk => chunk.length > 0);
    }
  }
}

const ping = frame(0x89, Buffer.from('17'));
const close = frame(0x88, Buffer.of(3, 0xe8));
const status = frame(0x82, message(3, '{"status":"Success"}'));
const emptyMessage = frame(0x82, Buffer.alloc(0));
const latin1 = (...buffers: Buffer[]) => Buffer.concat(buffers).toString('latin1');

const cases: readonly { name: string; bytes: Buffer; told: readonly (readonly [string, string])[] }[] = [
  {
    name: 'output of both channels, with a ping between',
    bytes: Buffer.concat([out('one'), frame(0x82, message(2, 'err')), ping, out('two')]),
    told: [
      ['channel 1', 'one'],
      ['channel 2', 'err'],
      ['rest', latin1(ping)],
      ['channel 1', 'two'],
    ],
  },
  {
    name: 'output, status, close',
    bytes: Buffer.concat([out('last'), status, close]),
    told: [
      ['channel 1', 'last'],
      ['rest', latin1(status, close)],
    ],
  },
  {
    name: 'messages without output, and an empty one',
    bytes: Buffer.concat([out(''), emptyMessage, out('x'), frame(0x89, Buffer.alloc(0)), out('y')]),
    told: [
      ['rest', latin1(emptyMessage)],
      ['channel 1', 'x'],
      ['rest', latin1(frame(0x89, Buffer.alloc(0)))],
      ['channel 1', 'y'],
    ],
  },
  {
    name: 'lengths in 16 and in 64 bits, one of them 0',
    bytes: Buffer.concat([
      frame(0x82, message(1, 'a'), { lengthBytes: 2 }),
      frame(0x82, Buffer.alloc(0), { lengthBytes: 2 }),
      frame(0x82, message(1, 'b'), { lengthBytes: 8 }),
    ]),
    told: [
      ['channel 1', 'a'],
      ['rest', latin1(frame(0x82, Buffer.alloc(0), { lengthBytes: 2 }))],
      ['channel 1', 'b'],
    ],
  },
  ...[
    ['a text message', frame(0x81, message(1, 'text'))],
    [
      'a fragmented message',
      Buffer.concat([frame(0x02, message(1, 'frag')), frame(0x80, Buffer.from('ment'))]),
    ],
    ['reserved bits', frame(0xc2, message(1, 'deflated'))],
    ['a masked message', frame(0x82, message(1, 'masked'), { masked: true })],
    ['an unknown channel', frame(0x82, message(7, 'later'))],
  ].map(([name, bytes]) => ({
    name: `${name} is left whole`,
    bytes: Buffer.concat([out('before'), bytes as Buffer, out('after')]),
    told: [
      ['channel 1', 'before'],
      ['rest', latin1(bytes as Buffer)],
      ['channel 1', 'after'],
    ] as const,
  })),
];

for (const { name, bytes, told } of cases) {
  test(`${name}, however it is cut`, () => {
    for (const chunks of cuts(bytes)) {
      assert.deepEqual(filter(chunks), told, `cut at ${chunks.map(chunk => chunk.length)}`);
    }
  });
}

test('a message of many chunks is told as its pieces come, and what follows it is found', () => {
  const text = 'x'.repeat(99_999);
  const bytes = Buffer.concat([out(text), close]);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 4096) }, (_, i) =>
    bytes.subarray(i * 4096, (i + 1) * 4096),
  );
  assert.deepEqual(filter(chunks), [
    ['channel 1', text],
    ['rest', latin1(close)],
  ]);
});

test('a message beyond the limit is left, from its first bytes on', () => {
  const head = frame(0x82, Buffer.alloc(maxMessageBytes + 1)).subarray(0, 10);
  assert.deepEqual(filter([head]), [['rest', latin1(head)]]);
});
