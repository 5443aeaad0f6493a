import { announcementStart } from './shell.ts';

/** What a start command says of itself before it gives way to the program. */
export interface Announcement {
  /** The program's process id inside the container. */
  readonly pid: number;
  /** `missing`: there is no such command, and nothing was started. */
  readonly word: 'started' | 'missing';
}

const bell = 0x07;
const maxTailBytes = 64;
/** After so much other output the announcement is not expected any more. */
const maxBytesBefore = 64 * 1024;
const nothing = Buffer.alloc(0);

/**
 * Takes the announcement out of the output, wherever frames split it, and lets every other byte through.
 *
 *   searching ── announcement, or `maxBytesBefore` bytes without one, or `release()` ──► passing
 *
 * While searching it holds back at most what may be the announcement's beginning.
 */
export class AnnouncementFilter {
  readonly #start: string;
  readonly #handleAnnouncement: (announcement: Announcement) => void;
  #held: Buffer = nothing;
  #bytesBefore = 0;
  #searching = true;

  constructor(marker: string, handleAnnouncement: (announcement: Announcement) => void) {
    this.#start = `${announcementStart}${marker};`;
    this.#handleAnnouncement = handleAnnouncement;
  }

  /** The announcement may still come. */
  get searching(): boolean {
    return this.#searching;
  }

  /** The bytes that may pass now; those before and after the announcement joined. */
  filter(bytes: Buffer): Buffer {
    if (!this.#searching) return bytes;
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const at = all.indexOf(this.#start);
    if (at !== -1) return this.#take(all, at);
    return this.#hold(all, all.length - overlap(all, this.#start));
  }

  /** The bytes held back: the end has come, or the deadline. */
  release(): Buffer {
    const held = this.#held;
    this.#held = nothing;
    this.#searching = false;
    return held;
  }

  #take(all: Buffer, at: number): Buffer {
    const from = at + this.#start.length;
    const end = all.indexOf(bell, from);
    if (end === -1) return all.length - from > maxTailBytes ? this.#pass(all) : this.#hold(all, at);
    const announcement = parse(all.toString('latin1', from, end));
    if (announcement === undefined) return this.#pass(all);
    this.release();
    this.#handleAnnouncement(announcement);
    return Buffer.concat([all.subarray(0, at), all.subarray(end + 1)]);
  }

  #hold(all: Buffer, from: number): Buffer {
    this.#bytesBefore += from;
    if (this.#bytesBefore > maxBytesBefore) return this.#pass(all);
    // A copy: what was received may be overwritten.
    this.#held = Buffer.from(all.subarray(from));
    return all.subarray(0, from);
  }

  #pass(all: Buffer): Buffer {
    this.release();
    return all;
  }
}

function parse(text: string): Announcement | undefined {
  const match = /^(\d{1,10});(started|missing)$/.exec(text);
  return match === null
    ? undefined
    : { pid: Number(match[1]), word: match[2] === 'missing' ? 'missing' : 'started' };
}

/** How many bytes at the end of `bytes` may be the beginning of `start`. */
function overlap(bytes: Buffer, start: string): number {
  const end = bytes.toString('latin1', Math.max(0, bytes.length - start.length + 1));
  for (let length = end.length; length > 0; length -= 1) {
    if (start.startsWith(end.slice(-length))) return length;
  }
  return 0;
}
