const nothing = Buffer.alloc(0);
const firstBytes = 1024;

/** Bytes that are put together in one block, which grows on use. */
export class GatheredBytes {
  #block = nothing;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** All of them; good until the next call. */
  get bytes(): Buffer {
    return this.#block.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#block.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** As UTF-8. */
  appendText(text: string): void {
    this.#makeRoom(Buffer.byteLength(text));
    this.#length += this.#block.write(text, this.#length);
  }

  /** Begins anew, in the same block. */
  clear(): void {
    this.#length = 0;
  }

  /** Lets go of the block, and of what is in it. */
  release(): void {
    this.#block = nothing;
    this.#length = 0;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#block.length) return;
    // Not from Node's pool, of which a small block would keep a large one alive.
    const larger = Buffer.allocUnsafeSlow(Math.max(firstBytes, 2 ** Math.ceil(Math.log2(needed))));
    larger.set(this.bytes);
    this.#block = larger;
  }
}
