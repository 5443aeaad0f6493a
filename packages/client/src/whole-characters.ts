import { concatBytes, unfinishedCharacterLength } from '@podbay/protocol';

/**
 * Keeps a UTF-8 character that is cut by the end of a chunk back until its rest comes: xterm.js 6.0 loses characters whose
 * second byte is 0x80 (U+2000 to U+203F: dashes, quotes, the joiner of emoji) when they come in two writes. Bytes that are
 * no UTF-8 pass through as they are.
 */
export class WholeCharacters {
  #held: Uint8Array = new Uint8Array();

  /** How many bytes are kept back, at most 3. */
  get heldBytes(): number {
    return this.#held.length;
  }

  /** The bytes that can be written now: what was kept back, and `bytes` up to the last whole character. */
  join(bytes: Uint8Array): Uint8Array {
    const all = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes);
    const end = all.length - unfinishedCharacterLength(all);
    this.#held = all.slice(end);
    return all.subarray(0, end);
  }

  /** Forgets what is kept back: other output follows. */
  clear(): void {
    this.#held = new Uint8Array();
  }
}
