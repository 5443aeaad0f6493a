import type { Terminal } from '@xterm/xterm';
import { scrollsAsAWhole } from './parser-rest.ts';
import { lookAt, type Piece, unseenBytes } from './unseen-lines.ts';

/** What a terminal parses at once without looking at the clock: a few milliseconds. */
const pieceBytes = 32 * 1024;

/** What the writer needs of a terminal: a headless one serves too. */
export type WritableTerminal = Pick<Terminal, 'rows' | 'options' | 'write'>;

interface QueuedPiece extends Piece {
  /** Called once everything up to its end has been parsed. */
  readonly handleParsed: (() => void) | undefined;
}

/**
 * Writes output to a terminal, piece by piece, and leaves out lines that nobody can ever see.
 *
 *   queue ──► one piece is with the terminal ──► parsed: look at the queue again
 *               │ the queue begins with more lines of mere text than screen and scrollback hold
 *               └─► the first of them are dropped: written, they would be pushed out by those after them
 *
 * A flood of short lines is parsed many times slower than it comes. What the terminal shows in the end, its scrollback
 * and its cursor are the same as if it had parsed everything; which moments in between are painted was never sure.
 */
export class OutputWriter {
  readonly #terminal: WritableTerminal;
  readonly #queue: QueuedPiece[] = [];
  #isWriting = false;

  constructor(terminal: WritableTerminal) {
    this.#terminal = terminal;
  }

  /** `bytes` never end within a character. `handleParsed` is called once they and all before them have been parsed. */
  write(bytes: Uint8Array, handleParsed?: () => void): void {
    let start = 0;
    do {
      const end = endOfPiece(bytes, start);
      const done = end === bytes.length ? handleParsed : undefined;
      this.#queue.push({ ...lookAt(bytes.subarray(start, end)), handleParsed: done });
      start = end;
    } while (start < bytes.length);
    if (!this.#isWriting) this.#writeNext();
  }

  /** Hands everything over as it is: what others write to the terminal comes after it. */
  flush(): void {
    for (const { bytes, handleParsed } of this.#queue.splice(0)) this.#terminal.write(bytes, handleParsed);
  }

  #writeNext(): void {
    this.#dropUnseen();
    const piece = this.#queue.shift();
    this.#isWriting = piece !== undefined;
    if (piece === undefined) return;
    this.#terminal.write(piece.bytes, () => {
      piece.handleParsed?.();
      this.#writeNext();
    });
  }

  #dropUnseen(): void {
    const { rows, options } = this.#terminal;
    // The lines that are on the screen first move up to its top, where the cursor is above its last line.
    const kept = (options.scrollback ?? 0) + 2 * rows;
    let unseen = unseenBytes(this.#queue, kept);
    if (unseen === 0 || !scrollsAsAWhole(this.#terminal)) return;
    for (
      let first = this.#queue[0];
      first !== undefined && unseen >= first.bytes.length;
      first = this.#queue[0]
    ) {
      unseen -= first.bytes.length;
      this.#queue.shift();
      first.handleParsed?.();
    }
    const first = this.#queue[0];
    if (unseen > 0 && first !== undefined) {
      this.#queue[0] = { ...lookAt(first.bytes.subarray(unseen)), handleParsed: first.handleParsed };
    }
  }
}

/** After the last line that ends within a piece's length, or else after a whole character. */
function endOfPiece(bytes: Uint8Array, start: number): number {
  const limit = start + pieceBytes;
  if (limit >= bytes.length) return bytes.length;
  const line = bytes.lastIndexOf(0x0a, limit - 1) + 1;
  if (line > start) return line;
  let end = limit;
  while (end > limit - 3 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return end;
}
