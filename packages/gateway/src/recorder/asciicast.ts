import type { Target, TerminalSize } from '@podbay/protocol';

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
/** So much text is one event at most, in characters. */
const maxEventLength = 64 * 1024;

/**
 * Turns a terminal's output into lines of an asciicast. Characters that were split between calls are put together, and what
 * is no UTF-8 becomes U+FFFD, however the bytes were split. Times are ms since the beginning, and must not go back.
 */
export class CastLines {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #lines = '';
  #text = '';
  #textAtMs = 0;

  get isEmpty(): boolean {
    return this.#lines === '' && this.#text === '';
  }

  output(atMs: number, bytes: Uint8Array): void {
    if (atMs - this.#textAtMs > eventMs || this.#text.length >= maxEventLength) this.#seal();
    if (this.#text === '') this.#textAtMs = atMs;
    this.#text += this.#decoder.decode(bytes, { stream: true });
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
    const rest = this.#decoder.decode();
    if (this.#text === '') this.#textAtMs = atMs;
    this.#text += rest;
  }

  /** Every line so far, each with its end. They are told once. */
  take(): string {
    this.#seal();
    const lines = this.#lines;
    this.#lines = '';
    return lines;
  }

  #seal(): void {
    if (this.#text === '') return;
    this.#add(this.#textAtMs, 'o', this.#text);
    this.#text = '';
  }

  #add(atMs: number, type: 'o' | 'r' | 'm', data: string): void {
    this.#lines += `[${(atMs / 1000).toFixed(6)}, "${type}", ${JSON.stringify(data)}]\n`;
  }
}
