import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { type JournalEntry, type JournalLine, parseLine } from './journal-entry.ts';
import type { Owner } from './owner.ts';

/** A journal as it was found. */
export interface FoundJournal {
  readonly owner: Owner | undefined;
  readonly released: boolean;
  readonly entries: ReadonlyMap<string, JournalEntry>;
  /** When it was last written or touched, in ms since 1970. */
  readonly touchedAtMs: number;
}

/** Reads a journal, whatever state its writer left it in. Throws what the file system throws. */
export function readJournal(path: string): FoundJournal {
  const entries = new Map<string, JournalEntry>();
  let owner: Owner | undefined;
  let released = false;
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    const line = parseLine(text);
    if (line === undefined) continue;
    if ('entry' in line) entries.set(line.entry.marker, line.entry);
    else if ('gone' in line) entries.delete(line.gone);
    else if ('owner' in line) owner = line.owner;
    else released = true;
  }
  return { owner, released, entries, touchedAtMs: statSync(path).mtimeMs };
}

/** Removes a journal whose writer is dead, with what it may have been writing. */
export function removeJournal(path: string): void {
  rmSync(path, { force: true });
  rmSync(nextOf(path), { force: true });
}

function nextOf(path: string): string {
  return `${path}.next`;
}

/** The file of one journal, open for appending. Every method throws what the file system throws. */
export class JournalFile {
  readonly #path: string;
  #descriptor: number | undefined;
  /** The last line may have been written in part. */
  #torn = false;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Writes it anew, as a whole: a reader sees the old one or the new one. */
  rewrite(lines: readonly JournalLine[]): void {
    const next = nextOf(this.#path);
    rmSync(next, { force: true });
    const descriptor = openSync(next, 'wx', 0o600);
    try {
      write(descriptor, format(lines));
      renameSync(next, this.#path);
    } catch (error) {
      closeSync(descriptor);
      rmSync(next, { force: true });
      throw error;
    }
    this.close();
    this.#descriptor = descriptor;
    this.#bytes = format(lines).length;
  }

  /** Adds a line. It is the kernel's once this returns: the end of this process does not lose it, that of the machine may. */
  append(line: JournalLine): void {
    if (this.#descriptor === undefined) throw new Error('the journal is not open');
    const bytes = Buffer.concat([Buffer.from(this.#torn ? '\n' : ''), format([line])]);
    this.#torn = true;
    write(this.#descriptor, bytes);
    this.#torn = false;
    this.#bytes += bytes.length;
  }

  /** Says that its owner lives. Throws when the file has been taken away. */
  touch(): void {
    const now = new Date();
    utimesSync(this.#path, now, now);
  }

  /** Closes and removes it. */
  remove(): void {
    this.close();
    removeJournal(this.#path);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#torn = false;
  }
}

function format(lines: readonly JournalLine[]): Buffer {
  return Buffer.from(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
}

function write(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
