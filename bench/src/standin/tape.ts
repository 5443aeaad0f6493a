import { channels } from '@podbay/remotecommand';

/** Sizes of frames, and how often they come, as a container's terminal had them under a flood: mean about 5 KB. */
const sizes: readonly { readonly share: number; readonly from: number; readonly to: number }[] = [
  { share: 0.75, from: 2048, to: 4096 },
  { share: 0.17, from: 4097, to: 8192 },
  { share: 0.07, from: 8193, to: 26_000 },
  { share: 0.01, from: 60_000, to: 65_535 },
];

/** Output as it goes over the wire: WebSocket frames back to back, on the stdout channel. */
export interface Tape {
  readonly wire: Buffer;
  /** Where each frame ends in `wire`. */
  readonly ends: readonly number[];
}

/** Cuts `output` into frames of a container's sizes. The same output is always cut the same way. */
export function recordTape(output: Buffer): Tape {
  const random = lehmer(1049);
  const frames: Buffer[] = [];
  const ends: number[] = [];
  let length = 0;
  for (let at = 0; at < output.length; ) {
    const payload = output.subarray(at, at + nextSize(random));
    const frame = encodeOutput(payload);
    at += payload.length;
    length += frame.length;
    frames.push(frame);
    ends.push(length);
  }
  return { wire: Buffer.concat(frames), ends };
}

/** One unmasked WebSocket frame with output of the container. */
export function encodeOutput(payload: Uint8Array, channel: number = channels.stdout): Buffer {
  const length = payload.length + 1;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = 0x82;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame[headerBytes] = channel;
  frame.set(payload, headerBytes + 1);
  return frame;
}

function nextSize(random: () => number): number {
  let ticket = random();
  for (const { share, from, to } of sizes) {
    if (ticket < share) return from + Math.floor(random() * (to - from + 1));
    ticket -= share;
  }
  return 4096;
}

/** Lehmer's generator (MINSTD): numbers in [0, 1). */
function lehmer(seed: number): () => number {
  let state = seed % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}
