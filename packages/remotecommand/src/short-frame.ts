/** What one byte of length can tell (RFC 6455, section 5.2). */
export const maxShortBytes = 125;

/** With the bit that says that a message is whole. */
export const opcodes = { binary: 0x82, ping: 0x89 } as const;

const maskBit = 0x80;
const headBytes = 6;

/** A whole WebSocket frame around at most 125 bytes, from a client, with the mask 0. */
export function shortFrame(message: Uint8Array, opcode: number = opcodes.binary): Buffer {
  const frame = Buffer.allocUnsafe(headBytes + message.length);
  frame[0] = opcode;
  frame[1] = maskBit | message.length;
  frame.fill(0, 2, headBytes);
  frame.set(message, headBytes);
  return frame;
}
