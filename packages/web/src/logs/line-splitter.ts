import { maxLineLength } from './log-line.ts';

/** Makes lines of the pieces in which one container's log comes. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';

  /** The lines that are complete with these bytes. */
  push(bytes: Uint8Array): readonly string[] {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    // A line without an end must not grow without one: what is beyond would be cut in any case.
    this.#rest = rest.length > 2 * maxLineLength ? rest.slice(0, maxLineLength + 64) : rest;
    return lines;
  }

  /** What is left when nothing more comes. */
  end(): readonly string[] {
    const rest = this.#rest + this.#decoder.decode();
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}
