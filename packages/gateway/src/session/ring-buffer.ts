const capacityUnit = 16 * 1024;
const smallestBlock = 1024;

/**
 * The newest bytes of an endless stream, addressed by absolute offset (0 = the stream's first byte).
 *
 *   0 ......... start ■■■■■■■■■■■■■ end        end - start <= capacity
 *     forgotten         kept
 *
 * One block holds them, byte `o` at `o % block.length`. It starts small and doubles up to `capacity`, so a quiet
 * session costs little.
 */
export class RingBuffer {
  readonly capacity: number;
  #block: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;

  /** `capacity`: how many bytes are kept at most; a power of two times 16 KiB. */
  constructor(capacity: number) {
    if (!Number.isInteger(Math.log2(capacity / capacityUnit)) || capacity < capacityUnit) {
      throw new TypeError(`capacity must be 16 KiB times a power of two, not ${capacity}`);
    }
    this.capacity = capacity;
  }

  /** Offset of the oldest byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Offset of the next byte to come. */
  get end(): number {
    return this.#end;
  }

  /** Bytes of memory held. */
  get allocated(): number {
    return this.#block.length;
  }

  /** What `start` will be once `length` more bytes have been appended. */
  startAfter(length: number): number {
    return Math.max(this.#start, this.#end + length - this.capacity);
  }

  /** Copies `bytes` in; the oldest fall out when they don't fit. */
  append(bytes: Uint8Array): void {
    this.#grow(Math.min(this.#end - this.#start + bytes.length, this.capacity));
    this.#start = this.startAfter(bytes.length);
    const kept = bytes.length > this.capacity ? bytes.subarray(-this.capacity) : bytes;
    this.#end += bytes.length - kept.length;
    this.#write(kept);
    this.#end += kept.length;
  }

  /**
   * The bytes from `offset` on, at most `maxBytes`, as far as they lie together in memory: never copied, so they are
   * valid until `start` passes them. Empty at the end. Throws a RangeError for an offset that is not kept.
   */
  read(offset: number, maxBytes: number): Buffer {
    if (offset < this.#start || offset > this.#end) {
      throw new RangeError(`offset ${offset} is not within ${this.#start}..${this.#end}`);
    }
    if (offset === this.#end) return this.#block.subarray(0, 0);
    const at = offset % this.#block.length;
    const length = Math.min(this.#end - offset, maxBytes, this.#block.length - at);
    return this.#block.subarray(at, at + length);
  }

  #write(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const at = this.#end % this.#block.length;
    const room = this.#block.length - at;
    if (bytes.length <= room) {
      this.#block.set(bytes, at);
    } else {
      this.#block.set(bytes.subarray(0, room), at);
      this.#block.set(bytes.subarray(room), 0);
    }
  }

  // A larger block is a new one: slices that were read out of the old one stay as they are.
  #grow(needed: number): void {
    if (needed <= this.#block.length) return;
    const old = this.#block;
    const { start, end } = this;
    let size = Math.max(old.length, smallestBlock);
    while (size < needed) size *= 2;
    this.#block = Buffer.allocUnsafeSlow(size);
    if (old.length === 0) return;
    for (let offset = start; offset < end; ) {
      const at = offset % old.length;
      const length = Math.min(end - offset, old.length - at);
      this.#end = offset;
      this.#write(old.subarray(at, at + length));
      offset += length;
    }
    this.#end = end;
  }
}
