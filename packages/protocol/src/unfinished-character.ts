/**
 * How many bytes at the end, 0 to 3, begin a character of UTF-8 that they don't finish. Whatever the bytes are, a decoder that is
 * started anew there goes on as one would that has seen all of them.
 */
export function unfinishedCharacterLength(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte >= 0xc0) return length < characterLength(byte) ? length : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function characterLength(lead: number): number {
  if (lead >= 0xf8) return 1; // no lead byte of UTF-8
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
