import { closeSync, fchmodSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LineAppender } from './append.ts';
import type { AuditEvent } from './audit-event.ts';
import { type AuditSink, formatLine } from './audit-sink.ts';

export interface FileSinkOptions {
  readonly path: string;
  /** A file that would become larger than this gives way to a new one, in bytes. */
  readonly maxBytes: number;
  /** A file whose first event is older than this gives way, in ms; 0: never. */
  readonly maxAgeMs: number;
  /** How many older files are kept: `audit.log.1` is the newest of them. */
  readonly keep: number;
}

/**
 * Events as lines of JSON in a file that its owner alone may read.
 *
 *   audit.log ──too large, too old──► audit.log.1 ──► audit.log.2 ··· the one beyond `keep` is removed
 *
 * An event is with the kernel once `write` returns. A file that was moved or removed by somebody else is created anew.
 */
export class FileSink implements AuditSink {
  readonly name: string;
  readonly #options: FileSinkOptions;
  readonly #appender = new LineAppender();
  #file: OpenFile | undefined;

  /** Throws what the file system throws where it can't be opened. */
  constructor(options: FileSinkOptions) {
    this.#options = options;
    this.name = options.path;
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
    this.#file = open(options.path, Date.now());
  }

  write(event: AuditEvent): void {
    const line = formatLine(event);
    if (this.#file !== undefined && !isStillAt(this.#file, this.#options.path)) this.close();
    this.#file ??= open(this.#options.path, Date.now());
    if (this.#mustGiveWay(this.#file, line)) this.#file = this.#rotate(this.#file);
    this.#file.bytes += this.#appender.append(this.#file.descriptor, line);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file.descriptor);
    this.#file = undefined;
  }

  #mustGiveWay({ bytes, since }: OpenFile, line: string): boolean {
    const { maxBytes, maxAgeMs } = this.#options;
    if (bytes === 0) return false;
    return bytes + Buffer.byteLength(line) > maxBytes || (maxAgeMs > 0 && Date.now() - since > maxAgeMs);
  }

  #rotate(file: OpenFile): OpenFile {
    const { path, keep } = this.#options;
    rmSync(`${path}.${keep}`, { force: true });
    for (let number = keep - 1; number >= 1; number--)
      moveIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    if (keep > 0) renameSync(path, `${path}.1`);
    else rmSync(path);
    closeSync(file.descriptor);
    this.#file = undefined;
    return open(path, Date.now());
  }
}

interface OpenFile {
  readonly descriptor: number;
  readonly inode: number;
  /** When it was begun, in ms since 1970. */
  readonly since: number;
  bytes: number;
}

function open(path: string, nowMs: number): OpenFile {
  const descriptor = openSync(path, 'a', 0o600);
  try {
    const found = fstatSync(descriptor);
    // A device belongs to others, too.
    if (found.isFile()) fchmodSync(descriptor, 0o600);
    const isBegun = found.size > 0 && found.birthtimeMs > 0;
    return {
      descriptor,
      inode: found.ino,
      since: isBegun ? found.birthtimeMs : nowMs,
      bytes: found.size,
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function isStillAt({ inode }: OpenFile, path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.ino === inode;
}

function moveIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}
