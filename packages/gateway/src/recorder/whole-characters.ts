import { isUtf8 } from 'node:buffer';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const nothing = Buffer.alloc(0);
const maxCharacterBytes = 4;

/**
 * A stream of bytes as valid UTF-8. Characters that were split between calls are put together, and what is no UTF-8 becomes
 * U+FFFD, where a `TextDecoder` would put it, however the bytes were split.
 */
export class WholeCharacters {
  /** The beginning of a character: up to 3 bytes. */
  #held: Uint8Array = nothing;

  /** What is whole, in `bytes` itself where nothing has to be changed. */
  take(bytes: Uint8Array): Uint8Array {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const unfinished = unfinishedBytes(all);
    this.#held = unfinished === 0 ? nothing : Buffer.from(all.subarray(-unfinished));
    return valid(unfinished === 0 ? all : all.subarray(0, -unfinished));
  }

  /** Nothing more comes: of a character that is not whole one U+FFFD is left. */
  end(): Uint8Array {
    const held = this.#held;
    this.#held = nothing;
    return valid(held);
  }
}

function valid(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) ? bytes : Buffer.from(decoder.decode(bytes));
}

/**
 * How many bytes at the end begin a character that needs more of them. Before a byte that begins a character a decoder can be
 * started anew, whatever came before it; so it is enough to find the last one of these.
 */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let count = 1; count < maxCharacterBytes && count <= bytes.length; count++) {
    const byte = bytes[bytes.length - count] as number;
    if (!isContinuation(byte)) return count < characterBytes(byte) ? count : 0;
  }
  return 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** As its first byte says, of which some are never valid. */
function characterBytes(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
