import type { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';

/**
 * What became of an entry.
 * - `done`: nothing of it runs.
 * - `failed`: it could not be done now.
 * - `unreachable`: this gateway has no way to its cluster.
 */
export type RecoveryVerdict = 'done' | 'failed' | 'unreachable';

export interface RecoveryOptions {
  readonly journal: Journal;
  /** Ends what an entry stands for. Must not reject. */
  readonly reap: (entry: JournalEntry, signal: AbortSignal) => Promise<RecoveryVerdict>;
  /** Told once for each entry that is left to a later gateway, or to nobody. */
  readonly onLeft: (entry: JournalEntry, why: 'unreachable' | 'too-old') => void;
  readonly timing?: Partial<RecoveryTiming>;
}

export interface RecoveryTiming {
  /** Between the first round and the second; twice as long each time, up to `maxRoundMs`. */
  readonly roundMs: number;
  readonly maxRoundMs: number;
  /** Entries that were opened so long ago are forgotten. */
  readonly maxAgeMs: number;
  /** How many entries are worked on at once. */
  readonly concurrency: number;
}

const dayMs = 86_400_000;
const defaults: RecoveryTiming = {
  roundMs: 30_000,
  maxRoundMs: 600_000,
  maxAgeMs: 14 * dayMs,
  concurrency: 8,
};

/**
 * Ends what dead gateways, and failed reapings of this one, left in containers: in rounds, in the background.
 *
 *   adopt the journals of the dead ──► end everything that waits ──► wait, longer each time ──► adopt …
 *                                        │ done: out of the journal
 *                                        │ failed: waits for the next round
 *                                        └ unreachable: stays in the journal for a gateway that knows the cluster
 *
 * Old entries are forgotten, so that a cluster that is gone for good does not fill the journal.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #timing: RecoveryTiming;
  readonly #waiting = new Map<string, JournalEntry>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#timing = { ...defaults, ...options.timing };
  }

  /** Begins; resolves after the first round. Never rejects. */
  async start(): Promise<void> {
    await this.#round(this.#timing.roundMs);
  }

  /** Has an entry that could not be ended tried again with the next round. */
  add(entry: JournalEntry): void {
    this.#waiting.set(entry.marker, entry);
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
  }

  async #round(waitMs: number): Promise<void> {
    for (const entry of this.#options.journal.adopt()) this.add(entry);
    const queue = [...this.#waiting.values()].values();
    const workers = Array.from({ length: this.#timing.concurrency }, () => this.#work(queue));
    await Promise.all(workers);
    if (this.#closing.signal.aborted) return;
    const nextMs = Math.min(2 * waitMs, this.#timing.maxRoundMs);
    this.#timer = setTimeout(() => void this.#round(nextMs), waitMs).unref();
  }

  async #work(queue: Iterator<JournalEntry>): Promise<void> {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (this.#closing.signal.aborted) return;
      await this.#end(next.value);
    }
  }

  async #end(entry: JournalEntry): Promise<void> {
    const { journal, reap, onLeft } = this.#options;
    if (Date.now() - Date.parse(entry.openedAt) > this.#timing.maxAgeMs) {
      onLeft(entry, 'too-old');
      journal.remove(entry.marker);
      this.#waiting.delete(entry.marker);
      return;
    }
    const verdict = await reap(entry, this.#closing.signal);
    if (verdict === 'failed') return;
    this.#waiting.delete(entry.marker);
    if (verdict === 'done') journal.remove(entry.marker);
    else onLeft(entry, 'unreachable');
  }
}
