import type { Target, TerminalSize } from '@podbay/protocol';
import { GatheredBytes } from './gathered-bytes.ts';

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
 *   output ──► bytes of one event ──► text ──► JSON ──► lines, which are taken while the next ones come
 *
 * An event is made into text at once: many small texts that are joined take twice the processor's time.
 */
export class CastLines {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #event = new GatheredBytes();
  #eventAtMs = 0;
  #lines = new GatheredBytes();
  #taken = new GatheredBytes();

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#event.length === 0;
  }

  output(atMs: number, bytes: Uint8Array): void {
    if (atMs - this.#eventAtMs > eventMs || this.#event.length >= maxEventBytes) this.#seal();
    if (this.#event.length === 0) this.#eventAtMs = atMs;
    this.#event.append(bytes);
  }

  resize(atMs: number, { cols, rows }: TerminalSize): void {
    this.#seal();
    this.#add(atMs, 'r', `${cols}x${rows}`);
  }

  /** Notes something that is not on the screen. */
  mark(atMs: number, label: string): void {
    this.#seal();
    this.#add(atMs, 'm', label);
  }

  /** Nothing more comes: of a character that is not whole one U+FFFD is left. */
  end(atMs: number): void {
    this.#seal();
    const rest = this.#decoder.decode();
    if (rest !== '') this.#add(atMs, 'o', rest);
  }

  /** Every line so far, each with its end, as UTF-8. They are told once, and good until the next call. */
  take(): Buffer {
    this.#seal();
    this.#taken.clear();
    [this.#taken, this.#lines] = [this.#lines, this.#taken];
    return this.#taken.bytes;
  }

  /** Lets go of all memory, while it is empty: nothing comes for a while. What was taken is no longer good. */
  rest(): void {
    for (const bytes of [this.#event, this.#lines, this.#taken]) bytes.release();
  }

  #seal(): void {
    const text = this.#decoder.decode(this.#event.bytes, { stream: true });
    this.#event.clear();
    if (text !== '') this.#add(this.#eventAtMs, 'o', text);
  }

  #add(atMs: number, type: 'o' | 'r' | 'm', data: string): void {
    this.#lines.appendText(`[${(atMs / 1000).toFixed(6)}, "${type}", `);
    this.#lines.appendText(JSON.stringify(data));
    this.#lines.appendText(']\n');
  }
}
