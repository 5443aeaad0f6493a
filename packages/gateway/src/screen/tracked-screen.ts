import type { TerminalSize } from '@podbay/protocol';
import { Backlog, type BacklogItem } from './backlog.ts';
import type { ParseBudget } from './parse-budget.ts';
import { isPlainFlood } from './plain-flood.ts';
import { ScreenModel } from './screen-model.ts';

/** Sizes that bound what one screen holds and how long one step takes. */
export interface TrackLimits {
  /** Output that waits unparsed; more is parsed or skipped ahead of time. */
  readonly backlogBytes: number;
  /** Output that one step parses. */
  readonly sliceBytes: number;
  /** Lines above the screen. */
  readonly scrollbackLines: number;
}

export interface Job {
  readonly id: number;
  /** The screen is wanted as it is at this offset. */
  readonly offset: number;
  readonly size: TerminalSize;
  readonly scrollbackLines: number;
}

export interface JobResult {
  readonly offset: number;
  readonly exact: boolean;
  readonly bytes: Uint8Array;
}

export interface TrackedScreenOptions {
  readonly offset: number;
  readonly size: TerminalSize;
  readonly limits: TrackLimits;
  /** All of these must have room before output is parsed ahead of time. */
  readonly budgets: readonly ParseBudget[];
  readonly handleResult: (job: Job, result: JobResult) => void;
}

/**
 * Follows one session's output, as lazily as it can: output waits in the backlog until somebody wants the screen, or
 * until the backlog is full. Then the oldest is taken out, slice by slice:
 *
 *   nothing but lines, for more than a screen ──► skipped: what follows rewrites the screen anyway
 *   within the budget                         ──► parsed
 *   beyond the budget                         ──► skipped: the screen is not exact for a while
 *
 * A job parses everything up to its offset, whatever that costs; what was parsed for one is there for the next.
 */
export class TrackedScreen {
  readonly backlog: Backlog;
  readonly #options: TrackedScreenOptions;
  readonly #jobs: Job[] = [];
  #model: ScreenModel | undefined;
  #size: TerminalSize;

  constructor(options: TrackedScreenOptions) {
    this.#options = options;
    this.#size = options.size;
    this.backlog = new Backlog(options.offset);
    if (options.offset > 0) this.#terminal.gap();
  }

  /** Whether somebody waits. */
  get isUrgent(): boolean {
    return this.#jobs.length > 0;
  }

  /** Whether a step would do something. */
  get isRunnable(): boolean {
    return this.isUrgent || this.backlog.bytes > this.#options.limits.backlogBytes;
  }

  /** Whether a terminal is held open for it. */
  get isLive(): boolean {
    return this.#model?.isLive === true;
  }

  request(job: Job): void {
    this.#jobs.push(job);
  }

  /** Nobody wants this job's result any more. */
  cancel(id: number): void {
    const at = this.#jobs.findIndex(job => job.id === id);
    if (at !== -1) this.#jobs.splice(at, 1);
  }

  /** Does a piece of what there is to do. `now`: in ms. */
  step(now: number): void {
    const job = this.#jobs[0];
    if (job === undefined) this.#workAhead(now);
    else if (this.backlog.start < job.offset) this.#advance();
    else this.#finish(job);
  }

  /** Closes the terminal and keeps its picture. */
  freeze(): void {
    this.#model?.freeze();
  }

  close(): void {
    this.#jobs.length = 0;
    this.#model?.close();
    this.#model = undefined;
  }

  get #terminal(): ScreenModel {
    this.#model ??= new ScreenModel(this.#size, this.#options.limits.scrollbackLines);
    return this.#model;
  }

  #advance(): void {
    const item = this.backlog.take(this.#options.limits.sliceBytes);
    if (item === undefined)
      this.#jobs.shift(); // wants output that was never told
    else if (item.type === 'output') this.#terminal.parse(item.bytes);
    else this.#apply(item);
  }

  #finish(job: Job): void {
    this.#jobs.shift();
    this.#drainResizes();
    this.#terminal.resize(job.size);
    const { exact, bytes, heldBytes } = this.#terminal.paint(job.scrollbackLines);
    this.#options.handleResult(job, { offset: this.backlog.start - heldBytes, exact, bytes });
  }

  // At the job's offset there is no more output, but there may be a size or the end of a gap.
  #drainResizes(): void {
    for (let item = this.backlog.take(0); item !== undefined; item = this.backlog.take(0)) {
      if (item.type === 'output') return;
      this.#apply(item);
    }
  }

  #workAhead(now: number): void {
    const item = this.backlog.take(this.#options.limits.sliceBytes);
    if (item === undefined) return;
    if (item.type !== 'output') this.#apply(item);
    else if (this.#isWorthParsing(item.bytes, now)) this.#terminal.parse(item.bytes);
    else this.#terminal.skip(item.bytes);
  }

  #isWorthParsing(bytes: Uint8Array, now: number): boolean {
    const { budgets } = this.#options;
    const slice = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (isPlainFlood(slice, this.#size.rows)) return false;
    if (!budgets.every(budget => budget.has(bytes.length, now))) return false;
    for (const budget of budgets) budget.spend(bytes.length);
    return true;
  }

  #apply(item: Exclude<BacklogItem, { readonly type: 'output' }>): void {
    switch (item.type) {
      case 'passed':
        this.#terminal.pass();
        return;
      case 'gap':
        this.#terminal.gap();
        return;
      case 'resize':
        this.#size = item.size;
        this.#model?.resize(item.size);
        return;
      default:
        item satisfies never;
    }
  }
}
