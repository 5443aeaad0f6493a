import type { IMarker, Terminal } from '@xterm/xterm';
import { Disposables } from './disposables.ts';
import { Emitter, type EventSource } from './emitter.ts';
import { findMatches, type SearchMatch, type SearchQuery, searchPattern } from './find-matches.ts';
import { type SearchColours, SearchMarks } from './search-marks.ts';

export type SearchResult =
  | { readonly type: 'none' }
  /** `index` counts from 0. `more`: there are more than are counted. */
  | { readonly type: 'found'; readonly index: number; readonly count: number; readonly more: boolean }
  | { readonly type: 'bad-pattern'; readonly message: string };

export interface SearchEvents {
  result: SearchResult;
}

const maxMatches = 10_000;
/** After new output, so that a flood is not searched with every frame. */
const settleMs = 250;

/**
 * Finds text in all that a terminal keeps, marks the matches, and goes from one to the next.
 *
 * xterm.js has an addon for this. It counts matches of a pattern that overlap (`12345` would be five of `\d+`) and misses
 * a whole word behind a longer one in the same line, so the number that it gives is not true.
 */
export class TerminalSearch implements EventSource<SearchEvents> {
  readonly #terminal: Terminal;
  readonly #events = new Emitter<SearchEvents>();
  readonly #disposables = new Disposables();
  readonly #marks: SearchMarks;
  #colours: SearchColours;
  #pattern: RegExp | undefined;
  #matches: readonly SearchMatch[] = [];
  #more = false;
  #current: SearchMatch | undefined;
  // Rows count from the oldest line that is kept: output moves what it stands on.
  #anchor: IMarker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(terminal: Terminal, colours: SearchColours) {
    this.#terminal = terminal;
    this.#colours = colours;
    this.#marks = new SearchMarks(terminal);
    const subscriptions = [
      terminal.onWriteParsed(() => this.#searchSoon()),
      terminal.onResize(() => this.#searchSoon()),
      terminal.buffer.onBufferChange(() => this.#searchSoon()),
    ];
    for (const subscription of subscriptions) this.#disposables.add(() => subscription.dispose());
  }

  on<Type extends keyof SearchEvents>(type: Type, handler: (event: SearchEvents[Type]) => void): () => void {
    return this.#events.on(type, handler);
  }

  /** Looks for something else, and goes to the match that is nearest to the bottom of the screen, upwards. */
  find(query: SearchQuery): void {
    try {
      this.#pattern = query.text === '' ? undefined : searchPattern(query);
    } catch (error) {
      this.#pattern = undefined;
      this.#search();
      this.#terminal.clearSelection();
      const message = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : '';
      this.#events.emit('result', { type: 'bad-pattern', message });
      return;
    }
    this.#search();
    const { viewportY } = this.#terminal.buffer.active;
    const onScreen = this.#matches.findLast(({ row }) => row < viewportY + this.#terminal.rows);
    this.#go(onScreen ?? this.#matches[0]);
  }

  /** Goes to the match after (`1`) or before (`-1`) the current one, round and round. */
  move(by: 1 | -1): void {
    this.#search();
    const count = this.#matches.length;
    const from = this.#current === undefined ? -1 : this.#matches.indexOf(this.#current);
    this.#go(this.#matches[(from + by + count) % count]);
  }

  recolour(colours: SearchColours): void {
    this.#colours = colours;
    this.#mark();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#disposables.dispose();
    this.#anchor?.dispose();
    this.#marks.clear();
    this.#events.dispose();
  }

  #searchSoon(): void {
    if (this.#pattern === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#search();
      this.#tell();
    }, settleMs);
  }

  #search(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { cols, buffer } = this.#terminal;
    const options = { columns: cols, limit: maxMatches + 1 };
    const found = this.#pattern === undefined ? [] : findMatches(buffer.active, this.#pattern, options);
    this.#more = found.length > maxMatches;
    this.#matches = found.slice(0, maxMatches);
    const row = this.#anchor?.line;
    const column = this.#current?.column;
    this.#current = this.#matches.find(match => match.row === row && match.column === column);
    this.#mark();
  }

  #mark(): void {
    this.#marks.show({ matches: this.#matches, current: this.#current }, this.#colours);
  }

  #go(match: SearchMatch | undefined): void {
    this.#anchor?.dispose();
    this.#current = match;
    this.#mark();
    if (match === undefined) this.#terminal.clearSelection();
    else this.#show(match);
    this.#tell();
  }

  #show({ row, column, length }: SearchMatch): void {
    const terminal = this.#terminal;
    const { viewportY, baseY, cursorY } = terminal.buffer.active;
    this.#anchor = terminal.registerMarker(row - baseY - cursorY);
    terminal.select(column, row, length);
    if (row < viewportY || row >= viewportY + terminal.rows)
      terminal.scrollToLine(Math.max(0, row - Math.floor(terminal.rows / 2)));
  }

  #tell(): void {
    const count = this.#matches.length;
    if (count === 0) this.#events.emit('result', { type: 'none' });
    else {
      const index = this.#current === undefined ? -1 : this.#matches.indexOf(this.#current);
      this.#events.emit('result', { type: 'found', index, count, more: this.#more });
    }
  }
}
