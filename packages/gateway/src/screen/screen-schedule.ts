import { ParseBudget, type ParseRate } from './parse-budget.ts';
import type { ThreadReply, ThreadRequest } from './thread-messages.ts';
import { type Job, type JobResult, TrackedScreen, type TrackLimits } from './tracked-screen.ts';

const limits: TrackLimits = { backlogBytes: 512 * 1024, sliceBytes: 64 * 1024, scrollbackLines: 5000 };
const rateOfOne: ParseRate = { bytesPerSecond: 512 * 1024, burstBytes: 1024 * 1024 };
const rateOfAll: ParseRate = { bytesPerSecond: 2 * 1024 * 1024, burstBytes: 4 * 1024 * 1024 };
// A terminal with 5,000 lines of 80 columns takes 5 MB.
const maxLiveTerminals = 16;
const takenStepBytes = 256 * 1024;

interface Entry {
  readonly screen: TrackedScreen;
  /** What was told as taken. */
  told: number;
}

/**
 * Shares one thread among all screens: one step of one screen a turn of the event loop, screens that somebody waits for
 * and screens with a full backlog in alternation, each of them in turn.
 */
export class ScreenSchedule {
  readonly #reply: (reply: ThreadReply, transfer: ArrayBuffer[]) => void;
  readonly #entries = new Map<number, Entry>();
  /** In the order in which they had their last step. */
  readonly #runnable = new Set<number>();
  readonly #live = new Set<number>();
  readonly #budget = new ParseBudget(rateOfAll, performance.now());
  #urgentNext = true;
  #turnScheduled = false;

  constructor(reply: (reply: ThreadReply, transfer: ArrayBuffer[]) => void) {
    this.#reply = reply;
  }

  handle(request: ThreadRequest): void {
    if (request.type === 'open') this.#open(request);
    const entry = this.#entries.get(request.screen);
    if (entry === undefined) return;
    const { screen } = entry;
    switch (request.type) {
      case 'open':
        return;
      case 'output':
        screen.backlog.append(request.offset, request.bytes);
        break;
      case 'passed':
        screen.backlog.pass(request.offset, request.bytes);
        break;
      case 'resize':
        screen.backlog.resize(request.offset, request.size);
        break;
      case 'paint':
        screen.request({ ...request, id: request.job });
        break;
      case 'cancel':
        screen.cancel(request.job);
        break;
      case 'close':
        this.#close(request.screen, screen);
        return;
      default:
        request satisfies never;
    }
    this.#tellTaken(request.screen, entry);
    this.#schedule(request.screen, screen);
  }

  #open({ screen: id, offset, size }: ThreadRequest & { readonly type: 'open' }): void {
    const budgets = [new ParseBudget(rateOfOne, performance.now()), this.#budget];
    const handleResult = (job: Job, result: JobResult) => {
      this.#reply({ type: 'painted', job: job.id, ...result }, [result.bytes.buffer as ArrayBuffer]);
    };
    const screen = new TrackedScreen({ offset, size, limits, budgets, handleResult });
    this.#entries.set(id, { screen, told: 0 });
  }

  #close(id: number, screen: TrackedScreen): void {
    this.#entries.delete(id);
    this.#runnable.delete(id);
    this.#live.delete(id);
    screen.close();
  }

  #schedule(id: number, screen: TrackedScreen): void {
    if (screen.isRunnable) this.#runnable.add(id);
    else this.#runnable.delete(id);
    if (this.#turnScheduled || this.#runnable.size === 0) return;
    this.#turnScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#turnScheduled = false;
    const id = this.#next();
    const entry = id === undefined ? undefined : this.#entries.get(id);
    if (id === undefined || entry === undefined) return;
    entry.screen.step(performance.now());
    this.#tellTaken(id, entry);
    this.#freezeOthers(id, entry.screen);
    this.#runnable.delete(id);
    this.#schedule(id, entry.screen);
  }

  #next(): number | undefined {
    this.#urgentNext = !this.#urgentNext;
    for (const id of this.#runnable)
      if (this.#entries.get(id)?.screen.isUrgent === this.#urgentNext) return id;
    return this.#runnable.values().next().value;
  }

  #freezeOthers(id: number, screen: TrackedScreen): void {
    this.#live.delete(id);
    if (screen.isLive) this.#live.add(id);
    const oldest = this.#live.values().next().value;
    if (this.#live.size <= maxLiveTerminals || oldest === undefined) return;
    this.#live.delete(oldest);
    this.#entries.get(oldest)?.screen.freeze();
  }

  #tellTaken(id: number, entry: Entry): void {
    const bytes = entry.screen.backlog.takenBytes - entry.told;
    if (bytes < takenStepBytes) return;
    entry.told += bytes;
    this.#reply({ type: 'taken', screen: id, bytes }, []);
  }
}
