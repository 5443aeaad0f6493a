import { isUtf8 } from 'node:buffer';
import { concatBytes, unfinishedCharacterLength } from '@podbay/protocol';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A stream of bytes as valid UTF-8. Characters that were split between calls are put together, and what is no UTF-8 becomes
 * U+FFFD, where a `TextDecoder` would put it, however the bytes were split.
 */
export class ValidUtf8 {
  /** The beginning of a character: up to 3 bytes. */
  #held = new Uint8Array();

  /** What is whole, in `bytes` itself where nothing has to be changed. */
  take(bytes: Uint8Array): Uint8Array {
    const all = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes);
    const end = all.length - unfinishedCharacterLength(all);
    this.#held = new Uint8Array(all.subarray(end));
    return valid(all.subarray(0, end));
  }

  /** Nothing more comes: what begins a character is U+FFFD. */
  end(): Uint8Array {
    const held = this.#held;
    this.#held = new Uint8Array();
    return valid(held);
  }
}

function valid(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) ? bytes : Buffer.from(decoder.decode(bytes));
}
