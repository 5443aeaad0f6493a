import type { TerminalSize } from '@podbay/protocol';
import type { Screen, SnapshotOptions, SnapshotResult } from '../session/screen.ts';
import { findPlainLines, type PlainLines } from './plain-text.ts';
import { SizeHistory } from './size-history.ts';
import type { ThreadRequest } from './thread-messages.ts';

export type UnavailableReason = Extract<SnapshotResult, { readonly type: 'unavailable' }>['reason'];

type PaintRequest = Omit<ThreadRequest & { readonly type: 'paint' }, 'screen' | 'job'>;
type WithoutScreen<R> = R extends ThreadRequest ? Omit<R, 'screen'> : never;

/** The way to the thread, for one screen. */
export interface ScreenLine {
  readonly isAvailable: boolean;
  post(request: WithoutScreen<ThreadRequest>, transfer?: readonly ArrayBuffer[]): void;
  /** Asks for a picture; the result comes in any case. */
  paint(request: PaintRequest, signal: AbortSignal | undefined): Promise<SnapshotResult>;
  /** The screen is closed. */
  release(): void;
}

const blockBytes = 64 * 1024;

/**
 * The main thread's side of one screen. What it does for output is to copy it into blocks, and to hand those over.
 *
 *   0            sent     sent + filled          Output is handed over once: what went with a snapshot's tail
 *   ■■■■■■■■■■■■■■■──□□□□□□□□□□                   is left out when it is fed later, `sent` being ahead of it.
 *      in the thread    block
 *
 * A block that is nothing but lines of text is passed over: the thread would skip it, and is told its length alone, with
 * what comes next. The lines passed over begin and end after a line feed, so no character and no sequence is cut.
 *
 * While all output is still in the ring nothing is fed, so the thread holds nothing for it: a snapshot then opens a
 * screen, paints it and closes it again.
 */
export class RemoteScreen implements Screen {
  readonly #line: ScreenLine;
  readonly #maxUntakenBytes: number;
  readonly #sizes: SizeHistory;
  #rows: number;
  #block: Uint8Array<ArrayBuffer> | undefined;
  #filled = 0;
  #fed = 0;
  #sent = 0;
  /** At the end of what was sent: lines that were passed over, and not told yet. */
  #passed = 0;
  #untaken = 0;
  #isOpen = false;
  #waiting = 0;
  #closed = false;

  constructor(line: ScreenLine, size: TerminalSize, maxUntakenBytes: number) {
    this.#line = line;
    this.#maxUntakenBytes = maxUntakenBytes;
    this.#sizes = new SizeHistory(size);
    this.#rows = size.rows;
  }

  /** Output handed over that still waits, and output that waits to be handed over. */
  get queuedBytes(): number {
    return this.#untaken + this.#filled;
  }

  feed(bytes: Uint8Array): void {
    if (this.#closed) return;
    const known = this.#sent + this.#filled - this.#fed;
    this.#fed += bytes.length;
    for (let at = Math.min(Math.max(known, 0), bytes.length); at < bytes.length; ) {
      this.#block ??= new Uint8Array(blockBytes);
      const piece = bytes.subarray(at, at + blockBytes - this.#filled);
      this.#block.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === blockBytes) this.#flushFull();
    }
  }

  resize(size: TerminalSize, offset: number): void {
    if (this.#closed) return;
    this.#sizes.add(size, offset, this.#fed);
    this.#rows = size.rows;
    if (this.#isOpen) this.#line.post({ type: 'resize', offset, size });
  }

  async snapshot(tail: readonly Uint8Array[], options: SnapshotOptions): Promise<SnapshotResult> {
    const { offset, size, scrollbackLines, signal } = options;
    const start = offset - tail.reduce((bytes, part) => bytes + part.length, 0);
    if (start !== this.#fed)
      throw new TypeError(`tail must begin at ${this.#fed}, where feed ended, not ${start}`);
    if (this.#closed) return { type: 'unavailable', reason: 'closed' };
    if (!this.#line.isAvailable) return { type: 'unavailable', reason: 'crashed' };
    this.#flush();
    this.#tellPassed();
    this.#open(this.#sent);
    this.#sendTail(tail, start);
    this.#waiting++;
    const result = await this.#line.paint({ type: 'paint', offset, size, scrollbackLines }, signal);
    this.#waiting--;
    this.#closeWhenRebuildable();
    return result;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#block = undefined;
    this.#filled = 0;
    if (this.#isOpen) this.#line.post({ type: 'close' });
    this.#isOpen = false;
    this.#line.release();
  }

  /** The thread is done with so many bytes more. */
  handleTaken(bytes: number): void {
    this.#untaken = Math.max(0, this.#untaken - bytes);
  }

  /** The thread has gone, with all it held. What was not fed yet will come again. */
  handleCrash(): void {
    this.#isOpen = false;
    this.#sent = Math.min(this.#sent, this.#fed - this.#filled);
    this.#passed = 0;
    this.#untaken = 0;
  }

  #flushFull(): void {
    const block = this.#block;
    const lines = block && findPlainLines(Buffer.from(block.buffer), this.#rows);
    if (lines === undefined) this.#flush();
    else this.#passOver(block as Uint8Array<ArrayBuffer>, lines);
  }

  // What is before the first line belongs to what was handed over, what is after the last one to what comes.
  #passOver(block: Uint8Array<ArrayBuffer>, { start, end }: PlainLines): void {
    const first = this.#passed > 0 ? 0 : start;
    if (first > 0) this.#send(this.#sent, block.slice(0, first));
    this.#passed += end - first;
    this.#sent += end;
    block.copyWithin(0, end);
    this.#filled = block.length - end;
  }

  #tellPassed(): void {
    const bytes = this.#passed;
    const offset = this.#sent - bytes;
    this.#passed = 0;
    if (bytes === 0 || !this.#line.isAvailable) return;
    this.#open(offset);
    this.#line.post({ type: 'passed', offset, bytes });
  }

  #flush(): void {
    const block = this.#block;
    if (block === undefined) return;
    this.#tellPassed();
    const [offset, length] = [this.#sent, this.#filled];
    this.#block = undefined;
    this.#filled = 0;
    this.#sent += length;
    this.#send(offset, block.subarray(0, length));
  }

  // What is not handed over is a gap: the thread sees it by the next offset.
  #send(offset: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#untaken > this.#maxUntakenBytes || !this.#line.isAvailable) return;
    this.#open(offset);
    this.#handOver(offset, bytes);
  }

  #handOver(offset: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#untaken += bytes.length;
    this.#line.post({ type: 'output', offset, bytes }, [bytes.buffer]);
  }

  #sendTail(tail: readonly Uint8Array[], start: number): void {
    const end = start + tail.reduce((bytes, part) => bytes + part.length, 0);
    if (end <= this.#sent) return;
    const bytes = new Uint8Array(end - this.#sent);
    let offset = start;
    for (const part of tail) {
      const fresh = part.subarray(Math.min(Math.max(0, this.#sent - offset), part.length));
      if (fresh.length > 0) bytes.set(fresh, offset + part.length - fresh.length - this.#sent);
      offset += part.length;
    }
    const at = this.#sent;
    this.#sent = end;
    this.#handOver(at, bytes);
  }

  #open(at: number): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#untaken = 0;
    const { first, later } = this.#sizes.from(at);
    this.#line.post({ type: 'open', offset: at, size: first });
    for (const { offset, size } of later) this.#line.post({ type: 'resize', offset, size });
  }

  #closeWhenRebuildable(): void {
    if (!this.#isOpen || this.#fed > 0 || this.#waiting > 0) return;
    this.#line.post({ type: 'close' });
    this.#isOpen = false;
    this.#sent = 0;
    this.#untaken = 0;
  }
}
