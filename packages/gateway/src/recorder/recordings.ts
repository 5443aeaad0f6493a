import { mkdirSync } from 'node:fs';
import { open, opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingSummary } from '@podbay/protocol';
import type { Recorder, RecorderOptions } from '../session/recorder.ts';
import type { CastHeader, CastSubject } from './asciicast.ts';
import { CastFile, type CastSink } from './cast-file.ts';
import { FileRecorder, type RecordingEnd } from './file-recorder.ts';
import { prepareJsonText } from './json-text.ts';
import { formatRecordingId, ownerFolder, parseRecordingId } from './recording-name.ts';
import { cutTornLine, findWholeLinesEnd } from './whole-lines.ts';

export interface RecordingsOptions {
  /** Created if it is not there, for its owner alone. */
  readonly directory: string;
  /**
   * When a session that must be recorded can't be. `closed`: it is refused, or ends. `open`: it goes on.
   */
  readonly failure: 'open' | 'closed';
  /** Makes a file; for tests. */
  readonly createFile?: (path: string, header: CastHeader) => CastSink;
}

/** Whose session is recorded. */
export interface RecordingSubject extends CastSubject {
  /** Who may have the recording: as sessions name their owners. */
  readonly owner: string;
  readonly command: readonly string[];
  /** Called once, when nothing more is written. */
  readonly onEnd: (end: RecordingEnd) => void;
}

/** A recording that has begun. */
export interface BegunRecording {
  /** Its file, relative to the directory. */
  readonly file: string;
  readonly recorder: Recorder;
}

export interface FoundRecording {
  readonly path: string;
  /** Up to the end of the last whole line; at least one. */
  readonly bytes: number;
}

const suffix = '.cast';
/** A command comes from the browser, and may be as long as an address. */
const maxCommandLength = 2048;
/** With the longest command, each character escaped. */
const maxHeaderBytes = 16 * 1024;
const maxListed = 500;
/** Longer than any write of a gateway that lives takes. */
const tornAgeMs = 60_000;

/**
 * The recordings in a directory, which gateways may share: a folder for each owner, a file for each recording.
 *
 *   DIRECTORY/OWNER'S HASH/20260301T091244120Z-SESSION.cast
 *
 * Nothing is ever removed from it.
 */
export class Recordings {
  readonly failure: 'open' | 'closed';
  readonly #options: RecordingsOptions;
  readonly #open = new Map<FileRecorder, CastSink>();
  #endedBytes = 0;
  #repairTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.failure = options.failure;
  }

  /** How many are being made. */
  get openCount(): number {
    return this.#open.size;
  }

  /** Bytes written to all files so far. */
  get writtenBytes(): number {
    return [...this.#open.values()].reduce((sum, { bytes }) => sum + bytes, this.#endedBytes);
  }

  /** Begins a recording. Throws what the file system throws, and where this machine can't record. */
  begin(subject: RecordingSubject, options: RecorderOptions): BegunRecording {
    const { directory, createFile = (path, header) => new CastFile(path, header) } = this.#options;
    prepareJsonText();
    const startedAt = new Date();
    const folder = ownerFolder(subject.owner);
    const file = join(folder, formatRecordingId({ startedAt, session: subject.session }) + suffix);
    mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 });
    const sink = createFile(join(directory, file), headerOf(subject, startedAt, options));
    const recorder: FileRecorder = new FileRecorder({
      ...options,
      sink,
      onEnd: end => {
        this.#open.delete(recorder);
        this.#endedBytes += end.bytes;
        subject.onEnd(end);
      },
    });
    this.#open.set(recorder, sink);
    return { file, recorder };
  }

  /** Somebody's recordings, the newest first, and not more than 500. */
  async list(owner: string): Promise<readonly RecordingSummary[]> {
    const names = await readdir(join(this.#options.directory, ownerFolder(owner))).catch(noneIfMissing);
    const ids = names.filter(name => name.endsWith(suffix)).map(name => name.slice(0, -suffix.length));
    const newest = ids.sort().reverse().slice(0, maxListed);
    const summaries: RecordingSummary[] = [];
    for (const id of newest) summaries.push(...(await this.#summarize(owner, id)));
    return summaries;
  }

  /** Somebody's recording; `undefined`: there is none, or it is not theirs. */
  async find(owner: string, id: string): Promise<FoundRecording | undefined> {
    if (parseRecordingId(id) === undefined) return undefined;
    const path = join(this.#options.directory, ownerFolder(owner), id + suffix);
    await using file = await open(path, 'r').catch(undefinedIfMissing);
    if (file === undefined) return undefined;
    const bytes = await findWholeLinesEnd(file, (await file.stat()).size);
    return bytes === 0 ? undefined : { path, bytes };
  }

  /** Cuts off, in the background, what crashes have left of lines; what may still be somebody's, later. Never rejects. */
  async repair(): Promise<void> {
    let isAnyYoung = false;
    for await (const path of this.#files()) {
      if (this.#isClosed) return;
      // A file that is gone, or can't be written, stays as it is: those who read it get whole lines.
      const found = await cutTornLine(path, tornAgeMs).catch(() => 'whole' as const);
      isAnyYoung ||= found === 'young';
    }
    if (isAnyYoung && !this.#isClosed)
      this.#repairTimer = setTimeout(() => void this.repair(), tornAgeMs).unref();
  }

  /** Resolves when everything is written, or given up. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#repairTimer);
    for (const recorder of this.#open.keys()) recorder.close();
    await Promise.all([...this.#open.keys()].map(({ over }) => over));
  }

  /** Every one that there is; none where the directory can't be read. */
  async *#files(): AsyncGenerator<string> {
    try {
      const folders = await opendir(this.#options.directory, { recursive: true });
      for await (const { name, parentPath } of folders)
        if (name.endsWith(suffix)) yield join(parentPath, name);
    } catch {
      // Nothing has been recorded yet, or the first recording will say what is wrong.
    }
  }

  async #summarize(owner: string, id: string): Promise<readonly RecordingSummary[]> {
    const name = parseRecordingId(id);
    const found = await this.find(owner, id);
    if (name === undefined || found === undefined) return [];
    const target = await readTarget(found.path);
    if (target === undefined) return [];
    const startedAt = name.startedAt.toISOString();
    return [{ id, session: name.session, target, startedAt, bytes: found.bytes }];
  }
}

function headerOf(
  { session, user, target, command }: RecordingSubject,
  startedAt: Date,
  { size }: RecorderOptions,
): CastHeader {
  return {
    version: 2,
    width: size.cols,
    height: size.rows,
    timestamp: Math.floor(startedAt.getTime() / 1000),
    title: `${target.namespace}/${target.pod} ${target.container}`,
    ...(command.length > 0 && { command: command.join(' ').slice(0, maxCommandLength) }),
    podbay: { session, user, target },
  };
}

/** `undefined`: it is no recording of ours, or not any more. */
async function readTarget(path: string): Promise<RecordingSummary['target'] | undefined> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
    const line = buffer.subarray(0, buffer.subarray(0, bytesRead).indexOf('\n')).toString();
    return (JSON.parse(line) as Partial<CastHeader>).podbay?.target;
  } catch {
    return undefined;
  }
}

function noneIfMissing(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
