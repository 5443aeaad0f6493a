import type { Random } from '../../testing/random.ts';

const texts = [
  '',
  '{',
  'null',
  '[]',
  '"ack"',
  '{"type":"ack","offset":0}',
  '{"type":"ack","offset":1e308}',
  '{"type":"ack","offset":9007199254740993}',
  '{"type":"ack","offset":-1}',
  '{"type":"ack"}',
  '{"type":"resize","cols":80,"rows":24}',
  '{"type":"resize","cols":0,"rows":65536}',
  '{"type":"resize","cols":1e400,"rows":"24"}',
  '{"type":"ping","id":1}',
  '{"type":"ping","id":99999999999999999999}',
  '{"type":"end"}',
  '{"type":"attached","session":"x"}',
  '{"type":"__proto__"}',
  '{"__proto__":{"type":"end"}}',
  '{"type":{"toString":1}}',
  `{"type":"ack","offset":${'9'.repeat(5000)}}`,
  '['.repeat(20_000),
  '{"type":"\\ud800"}',
];

/** The bytes of a WebSocket frame as a client sends it: right, wrong as a frame, or wrong as a message. See RFC 6455, section 5.2. */
export function hostileFrame(random: Random): Buffer {
  const kind = random.below(10);
  if (kind < 4) return frame(1, Buffer.from(random.pick(texts)));
  if (kind === 4) return frame(2, random.bytes(random.below(200)));
  if (kind === 5) return frame(1, random.bytes(1 + random.below(40)));
  if (kind === 6) return frame(random.pick([8, 9, 10]), random.bytes(random.below(130)));
  if (kind === 7) return frame(random.below(16), random.bytes(random.below(20)), { fin: random.below(2) });
  if (kind === 8)
    return frame(random.pick([1, 2]), random.bytes(random.below(20)), { reserved: random.below(8) });
  return random.pick([
    frame(2, random.bytes(10), { masked: false }),
    frame(2, Buffer.alloc(0), { claimed: random.pick([2 ** 20 + 1, 2 ** 31, 2 ** 53 - 1]) }),
    frame(2, Buffer.alloc(110_000)),
    random.bytes(2 + random.below(30)),
  ]);
}

interface FrameOptions {
  readonly fin?: number;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that it claims; default: the payload's. */
  readonly claimed?: number;
}

const mask = Buffer.from([1, 2, 3, 4]);

/** Whether a frame among them may close the connection with this code. */
export function saysGoodbye(frames: Buffer, code: number): boolean {
  return frames.includes(xor(Buffer.of(code >> 8, code & 255)));
}

function frame(opcode: number, payload: Buffer, options: FrameOptions = {}): Buffer {
  const { fin = 1, reserved = 0, masked = true, claimed = payload.length } = options;
  const head = Buffer.of((fin << 7) | (reserved << 4) | opcode);
  const flag = masked ? 0x80 : 0;
  return Buffer.concat([head, lengthOf(claimed, flag), ...(masked ? [mask, xor(payload)] : [payload])]);
}

function lengthOf(length: number, flag: number): Buffer {
  if (length < 126) return Buffer.of(flag | length);
  const wide = Buffer.alloc(length < 65_536 ? 3 : 9);
  wide[0] = flag | (length < 65_536 ? 126 : 127);
  if (length < 65_536) wide.writeUInt16BE(length, 1);
  else wide.writeBigUInt64BE(BigInt(length), 1);
  return wide;
}

function xor(payload: Buffer): Buffer {
  return payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) as Buffer;
}
