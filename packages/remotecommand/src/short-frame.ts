/** What one byte of length can tell (RFC 6455, section 5.2). */
export const maxShortBytes = 125;

const finalBinary = 0x82;
const maskBit = 0x80;
const headBytes = 6;

/** A whole WebSocket frame around at most 125 bytes, from a client, with the mask 0. */
export function shortFrame(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(headBytes + message.length);
  frame[0] = finalBinary;
  frame[1] = maskBit | message.length;
  frame.fill(0, 2, headBytes);
  frame.set(message, headBytes);
  return frame;
}
