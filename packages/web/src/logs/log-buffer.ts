import { compareTimes, type LogLine } from './log-line.ts';

/** So many lines are kept in the page. */
export const maxLogLines = 100_000;

/** A tenth more may gather before the oldest are dropped: dropping costs a copy of the rest. */
const slack = 1.1;

/** The newest lines of a log, in the order of their times. */
export class LogBuffer {
  readonly #maxLines: number;
  #lines: LogLine[] = [];
  #count = 0;
  #dropped = 0;

  constructor(maxLines: number = maxLogLines) {
    this.#maxLines = maxLines;
  }

  /** Always the same array; it changes with each `add`. */
  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  /** How many older lines are not kept any more. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Adds lines; those that come later than others of a later time find their place among them. */
  add(lines: readonly Omit<LogLine, 'number' | 'at'>[]): void {
    const last = this.#lines.at(-1);
    let at = last?.at ?? '';
    const batch = lines.map(line => {
      at = line.time || at;
      return { ...line, at, number: this.#count++ };
    });
    if (batch.every((line, index) => isAfter(line, batch[index - 1] ?? last)))
      for (const line of batch) this.#lines.push(line);
    else this.#merge(batch);
    this.#drop();
  }

  clear(): void {
    this.#lines = [];
    this.#dropped = 0;
  }

  #merge(batch: LogLine[]): void {
    batch.sort(compareLines);
    const first = batch[0];
    let at = this.#lines.length;
    while (at > 0 && first !== undefined && compareLines(this.#lines[at - 1] ?? first, first) > 0) at -= 1;
    const tail = this.#lines.splice(at);
    const merged = [...tail, ...batch].sort(compareLines);
    for (const line of merged) this.#lines.push(line);
  }

  #drop(): void {
    if (this.#lines.length <= this.#maxLines * slack) return;
    const count = this.#lines.length - this.#maxLines;
    this.#lines = this.#lines.slice(count);
    this.#dropped += count;
  }
}

function isAfter(line: LogLine, before: LogLine | undefined): boolean {
  return before === undefined || compareTimes(line.at, before.at) >= 0;
}

function compareLines(a: LogLine, b: LogLine): number {
  return compareTimes(a.at, b.at) || a.number - b.number;
}
