import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineAppender } from './append.ts';

export interface DiskQueueOptions {
  /** Of this queue alone; created if it is not there. */
  readonly dir: string;
  /** What it may take on disk. */
  readonly maxBytes: number;
  /** A file of it is this large; what was taken of a file that is not taken as a whole comes again after a crash. */
  readonly segmentBytes?: number;
}

/** The queue has as much as it may. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  readonly code = 'queue-full';

  constructor(maxBytes: number) {
    super(`the queue on disk has reached its ${maxBytes} bytes`);
  }
}

const defaultSegmentBytes = 256 * 1024;
const suffix = '.jsonl';

interface Segment {
  readonly number: number;
  bytes: number;
}

/**
 * Lines on disk, in order, until each has been taken for good.
 *
 *   push ──► 00000007.jsonl (written to) … 00000005.jsonl (read) ──remove──► deleted with its last line
 *
 * A line is with the kernel once `push` returns: the end of this process does not lose it. A crash may give back lines that
 * were removed already: at most those of one file. A line that a crash has cut off in the middle was never pushed, and
 * is left out.
 */
export class DiskQueue {
  readonly #dir: string;
  readonly #maxBytes: number;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  #appender = new LineAppender();
  #descriptor: number | undefined;
  #next: number;
  /** Of the oldest file, what is not removed; `undefined`: it was not read yet. */
  #head: string[] | undefined;

  /** Finds what an earlier queue has left in `dir`. Throws what the file system throws. */
  constructor({ dir, maxBytes, segmentBytes = defaultSegmentBytes }: DiskQueueOptions) {
    this.#dir = dir;
    this.#maxBytes = maxBytes;
    this.#segmentBytes = segmentBytes;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.#segments = listSegments(dir);
    this.#next = (this.#segments.at(-1)?.number ?? 0) + 1;
  }

  /** What it takes on disk. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get isEmpty(): boolean {
    return this.#segments.length === 0;
  }

  /** Adds a line, with its end. Throws a `QueueFullError`, or what the file system throws. */
  push(line: string): void {
    if (this.bytes + Buffer.byteLength(line) > this.#maxBytes) throw new QueueFullError(this.#maxBytes);
    const segment = this.#writable();
    segment.bytes += this.#appender.append(this.#descriptor as number, line);
    // Who reads the file that is written to sees it as it is now.
    if (this.#segments[0] === segment) this.#head?.push(line.trimEnd());
  }

  /** The oldest lines, at most `count`, without their ends. */
  peek(count: number): readonly string[] {
    for (let segment = this.#segments[0]; segment !== undefined; segment = this.#segments[0]) {
      this.#head ??= readLines(this.#pathOf(segment));
      if (this.#head.length > 0) return this.#head.slice(0, count);
      this.#removeSegment(segment);
    }
    return [];
  }

  /** Removes the oldest `count` lines, which were peeked at. */
  remove(count: number): void {
    const [segment] = this.#segments;
    if (segment === undefined || this.#head === undefined) return;
    this.#head.splice(0, count);
    if (this.#head.length === 0) this.#removeSegment(segment);
  }

  /** What is left stays on disk. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #writable(): Segment {
    const last = this.#segments.at(-1);
    if (this.#descriptor !== undefined && last !== undefined && last.bytes < this.#segmentBytes) return last;
    this.close();
    this.#appender = new LineAppender();
    const segment = { number: this.#next, bytes: 0 };
    this.#descriptor = openSync(this.#pathOf(segment), 'wx', 0o600);
    this.#next++;
    this.#segments.push(segment);
    return segment;
  }

  #removeSegment(segment: Segment): void {
    if (this.#segments.length === 1) this.close();
    rmSync(this.#pathOf(segment), { force: true });
    this.#segments.shift();
    this.#head = undefined;
  }

  #pathOf({ number }: Pick<Segment, 'number'>): string {
    return join(this.#dir, `${String(number).padStart(10, '0')}${suffix}`);
  }
}

function listSegments(dir: string): Segment[] {
  return readdirSync(dir)
    .filter(name => /^\d{10}\.jsonl$/.test(name))
    .sort()
    .map(name => ({ number: Number.parseInt(name, 10), bytes: statSync(join(dir, name)).size }));
}

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').filter(isJson);
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
