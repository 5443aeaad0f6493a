import type { Target, TerminalSize } from '@podbay/protocol';
import { GatheredBytes } from './gathered-bytes.ts';
import { escapeForJson } from './json-text.ts';
import { ValidUtf8 } from './valid-utf8.ts';

/**
 * The first line of an asciicast, version 2. Players leave alone what is in `podbay`.
 * https://docs.asciinema.org/manual/asciicast/v2/
 */
export interface CastHeader {
  readonly version: 2;
  readonly width: number;
  readonly height: number;
  /** When it begins, in seconds since 1970. */
  readonly timestamp: number;
  readonly title: string;
  /** As it was asked for; left out: the container's best shell. */
  readonly command?: string;
  readonly podbay: CastSubject;
}

/** Whose session it was, and where. */
export interface CastSubject {
  readonly session: string;
  /** As Kubernetes, or the login, calls them. */
  readonly user: string;
  readonly target: Target;
}

/** Output that comes within so many ms is one event: no screen shows more. */
const eventMs = 16;
/** An event of so many bytes takes no more. */
const maxEventBytes = 64 * 1024;

/**
 * Turns a terminal's output into lines of an asciicast. Characters that were split between calls are put together, and what
 * is no UTF-8 becomes U+FFFD, however the bytes were split. Times are ms since the beginning, and must not go back.
 *
 *   output ──► valid UTF-8 ──► JSON ──► lines, which are taken while the next ones come
 *
 * Each output is escaped as it comes, while it is in the processor's cache; its event's line is begun by the first and ended
 * by what follows, or when lines are taken.
 */
export class CastLines {
  readonly #text = new ValidUtf8();
  /** Of the event whose line is begun; 0: none is. */
  #eventBytes = 0;
  #eventAtMs = 0;
  #lines = new GatheredBytes();
  #taken = new GatheredBytes();

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  output(atMs: number, bytes: Uint8Array): void {
    if (atMs - this.#eventAtMs > eventMs || this.#eventBytes >= maxEventBytes) this.#endEvent();
    this.#append(atMs, this.#text.take(bytes));
  }

  resize(atMs: number, { cols, rows }: TerminalSize): void {
    this.#endEvent();
    this.#add(atMs, 'r', `${cols}x${rows}`);
  }

  /** Notes something that is not on the screen. */
  mark(atMs: number, label: string): void {
    this.#endEvent();
    this.#add(atMs, 'm', label);
  }

  /** Nothing more comes: what begins a character is U+FFFD. */
  end(atMs: number): void {
    this.#endEvent();
    this.#append(atMs, this.#text.end());
    this.#endEvent();
  }

  /** Every line so far, each with its end, as UTF-8. They are told once, and good until the next call. */
  take(): Buffer {
    this.#endEvent();
    this.#taken.clear();
    [this.#taken, this.#lines] = [this.#lines, this.#taken];
    return this.#taken.bytes;
  }

  /** Lets go of all memory, while it is empty: nothing comes for a while. What was taken is no longer good. */
  rest(): void {
    for (const bytes of [this.#lines, this.#taken]) bytes.release();
  }

  #append(atMs: number, text: Uint8Array): void {
    if (text.length === 0) return;
    if (this.#eventBytes === 0) this.#beginEvent(atMs);
    this.#eventBytes += text.length;
    escapeForJson(text, json => this.#lines.append(json));
  }

  #beginEvent(atMs: number): void {
    this.#eventAtMs = atMs;
    this.#lines.appendText(`${beginningOf(atMs, 'o')}"`);
  }

  #endEvent(): void {
    if (this.#eventBytes === 0) return;
    this.#eventBytes = 0;
    this.#lines.appendText('"]\n');
  }

  #add(atMs: number, type: 'r' | 'm', data: string): void {
    this.#lines.appendText(`${beginningOf(atMs, type)}${JSON.stringify(data)}]\n`);
  }
}

function beginningOf(atMs: number, type: 'o' | 'r' | 'm'): string {
  return `[${(atMs / 1000).toFixed(6)}, "${type}", `;
}
