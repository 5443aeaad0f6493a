import { formatLine, lineBytes } from './container-program.ts';

/** What follows the numbered lines: nothing that is known, or the endless output of `yes`. */
export type Tail = 'unknown' | 'yes';

const yes = Buffer.from('y\r\n');

/**
 * The output that a session must give, byte for byte. Each byte that comes is compared with it at its offset; after the
 * first difference, which is counted once, nothing more of the session is.
 */
export class ExpectedOutput {
  lostBytes = 0;
  duplicatedBytes = 0;
  /** The first difference, in words. */
  problem: string | undefined;
  #lines: Buffer = Buffer.alloc(0);
  #pending: string[] = [];
  #count = 0;
  #offset = 0;
  #tail: Tail | undefined;
  #newest: Buffer | undefined;

  /** Offset of the next byte that is to come. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether all numbered lines have come. */
  get complete(): boolean {
    return this.#offset >= this.#count * lineBytes;
  }

  expectLine(text: string): void {
    this.#count++;
    this.#pending.push(formatLine(this.#count, text));
  }

  expectTail(tail: Tail): void {
    this.#tail = tail;
  }

  /** Waits for what follows an interrupted `yes`: nothing is compared until then. The returned function tells whether it has come. */
  awaitInterrupt(): () => boolean {
    const wanted = Buffer.from(formatLine(this.#count + 1, 'done'));
    this.#tail = 'unknown';
    this.#newest = Buffer.alloc(0);
    return () => this.#newest?.includes(wanted) ?? false;
  }

  /** The next connection's output begins at `offset`. */
  seek(offset: number): void {
    if (offset > this.#offset) this.#fail('lost', offset - this.#offset, 'a resume skipped output');
    if (offset < this.#offset)
      this.#fail('duplicated', this.#offset - offset, 'a resume began before what was asked for');
    this.#offset = offset;
  }

  check(bytes: Buffer): void {
    const at = this.#offset;
    this.#offset += bytes.length;
    if (this.problem !== undefined) return;
    const lines = this.#expectedLines();
    const known = Math.min(bytes.length, Math.max(0, lines.length - at));
    if (!lines.subarray(at, at + known).equals(bytes.subarray(0, known))) {
      this.#explain(lines, at, bytes);
      return;
    }
    const rest = bytes.subarray(known);
    if (rest.length > 0) this.#checkTail(rest, at + known - lines.length);
  }

  /** Nothing more comes, and everything must have. */
  checkEnd(): void {
    const missing = this.#count * lineBytes - this.#offset;
    if (missing > 0 && this.problem === undefined)
      this.#fail('lost', missing, 'the end of the output is missing');
  }

  #expectedLines(): Buffer {
    if (this.#pending.length > 0) {
      this.#lines = Buffer.concat([this.#lines, Buffer.from(this.#pending.join(''))]);
      this.#pending = [];
    }
    return this.#lines;
  }

  #checkTail(bytes: Buffer, from: number): void {
    if (this.#newest !== undefined)
      this.#newest = Buffer.concat([this.#newest, bytes]).subarray(-2 * lineBytes);
    if (this.#tail === 'unknown') return;
    if (this.#tail === undefined) {
      this.#fail('duplicated', bytes.length, `nothing was expected, but ${preview(bytes)}`);
      return;
    }
    // A terminal's interrupt ends it wherever it is.
    const wrong = bytes.findIndex((byte, i) => byte !== yes[(from + i) % yes.length]);
    if (wrong !== -1 && bytes[wrong] !== 0x5e)
      this.#fail('lost', 1, `within yes: ${preview(bytes.subarray(wrong))}`);
  }

  // The number of the first whole line that came in place of another says whether output is missing or came twice.
  #explain(lines: Buffer, at: number, bytes: Buffer): void {
    const wanted = lines.subarray(at, at + lineBytes).toString();
    const found = /(?:^|\n)(\d{8}) /.exec(bytes.toString('latin1'));
    const words = `at ${at}: expected ${JSON.stringify(wanted)}, got ${preview(bytes)}`;
    if (found === null) {
      this.#fail('lost', bytes.length, words);
      return;
    }
    const foundAt = (Number(found[1]) - 1) * lineBytes - (found.index === 0 ? 0 : found.index + 1);
    const difference = foundAt - at;
    this.#fail(difference < 0 ? 'duplicated' : 'lost', Math.max(1, Math.abs(difference)), words);
  }

  #fail(kind: 'lost' | 'duplicated', bytes: number, words: string): void {
    if (kind === 'lost') this.lostBytes += bytes;
    else this.duplicatedBytes += bytes;
    this.problem ??= words;
  }
}

function preview(bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 140).toString('latin1'));
}
