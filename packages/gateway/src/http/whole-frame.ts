/** So little is copied in less time than the network takes for one more piece. */
export const maxWholeBytes = 1024;

const finalBinary = 0x82;
const longestShort = 125;
const lengthIn16Bits = 126;

/** A whole WebSocket frame around at most `maxWholeBytes` bytes, from a server (RFC 6455, section 5.2). */
export function wholeFrame(message: Uint8Array): Buffer {
  const { length } = message;
  const headBytes = length <= longestShort ? 2 : 4;
  const frame = Buffer.allocUnsafe(headBytes + length);
  frame[0] = finalBinary;
  if (headBytes === 2) {
    frame[1] = length;
  } else {
    frame[1] = lengthIn16Bits;
    frame.writeUInt16BE(length, 2);
  }
  frame.set(message, headBytes);
  return frame;
}
