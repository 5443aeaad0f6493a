import type { TerminalSize } from '@podbay/protocol';

/** What comes next in a screen's stream: output, lines of text that were passed over, a new size, or the end of bytes that were lost. */
export type BacklogItem =
  | { readonly type: 'output'; readonly bytes: Uint8Array }
  | { readonly type: 'passed' }
  | { readonly type: 'resize'; readonly size: TerminalSize }
  | { readonly type: 'gap' };

/**
 * Output that waits to be looked at, addressed by absolute offset, with the sizes that the terminal had.
 *
 *   start ■■■■■■■■■■■■■■■■■■■■■■■■ end         Output that comes twice counts once; output that is missing is a gap.
 *              ▲ resize at an offset
 */
export class Backlog {
  /** A number stands for so many bytes that were passed over. */
  readonly #blocks: (Uint8Array | number)[] = [];
  readonly #resizes: { readonly offset: number; readonly size: TerminalSize }[] = [];
  #gapPending = false;
  #taken = 0;
  #start: number;
  #end: number;

  constructor(offset: number) {
    this.#start = offset;
    this.#end = offset;
  }

  /** Offset of the next byte to be taken. */
  get start(): number {
    return this.#start;
  }

  /** Offset of the next byte to come. */
  get end(): number {
    return this.#end;
  }

  get bytes(): number {
    return this.#end - this.#start;
  }

  /** How much of the output that was appended is no more in it. */
  get takenBytes(): number {
    return this.#taken;
  }

  /** Appends output that begins at `offset`. After a gap everything before it is void, too. */
  append(offset: number, bytes: Uint8Array): void {
    if (offset > this.#end) this.#skipTo(offset);
    const fresh = bytes.subarray(Math.min(this.#end - offset, bytes.length));
    this.#taken += bytes.length - fresh.length;
    if (fresh.length === 0) return;
    this.#blocks.push(fresh);
    this.#end += fresh.length;
  }

  /** So many bytes from `offset` on are whole lines of mere text, and were passed over. */
  pass(offset: number, bytes: number): void {
    if (offset > this.#end) this.#skipTo(offset);
    const fresh = offset + bytes - this.#end;
    if (fresh <= 0) return;
    this.#blocks.push(fresh);
    this.#end += fresh;
  }

  /** The terminal has this size from `offset` on. */
  resize(offset: number, size: TerminalSize): void {
    this.#resizes.push({ offset, size });
  }

  /** Takes what comes next, at most `maxBytes` and not beyond a resize. `undefined`: nothing is there. */
  take(maxBytes: number): BacklogItem | undefined {
    if (this.#gapPending) {
      this.#gapPending = false;
      return { type: 'gap' };
    }
    const next = this.#resizes[0];
    if (next !== undefined && next.offset <= this.#start) {
      this.#resizes.shift();
      return { type: 'resize', size: next.size };
    }
    const block = this.#blocks[0];
    if (block === undefined) return undefined;
    const untilResize = (next?.offset ?? Number.POSITIVE_INFINITY) - this.#start;
    if (typeof block === 'number') return this.#takePassed(Math.min(block, untilResize), block);
    const length = Math.min(block.length, maxBytes, untilResize);
    if (length === block.length) this.#blocks.shift();
    else this.#blocks[0] = block.subarray(length);
    this.#start += length;
    this.#taken += length;
    return { type: 'output', bytes: block.subarray(0, length) };
  }

  #takePassed(length: number, block: number): BacklogItem {
    if (length === block) this.#blocks.shift();
    else this.#blocks[0] = block - length;
    this.#start += length;
    return { type: 'passed' };
  }

  #skipTo(offset: number): void {
    for (const block of this.#blocks) if (typeof block !== 'number') this.#taken += block.length;
    this.#blocks.length = 0;
    this.#start = offset;
    this.#end = offset;
    this.#gapPending = true;
  }
}
