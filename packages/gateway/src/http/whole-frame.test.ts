import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ws from 'ws';
import { maxWholeBytes, wholeFrame } from './whole-frame.ts';

interface FrameOptions {
  readonly opcode: number;
  readonly fin: boolean;
  readonly mask: boolean;
  readonly rsv1: boolean;
  readonly readOnly: boolean;
}

/** Of ws; its types leave it out. */
const { frame } = (
  ws as unknown as { Sender: { frame(data: Buffer, options: FrameOptions): readonly Buffer[] } }
).Sender;

test('a whole frame is what ws would send in two pieces', () => {
  for (const length of [0, 1, 125, 126, 127, 255, 256, maxWholeBytes]) {
    const message = Buffer.from(Array.from({ length }, (_, index) => index % 251));
    const pieces = frame(message, { opcode: 2, fin: true, mask: false, rsv1: false, readOnly: true });
    assert.deepEqual(wholeFrame(message), Buffer.concat(pieces), `${length} bytes`);
  }
});
