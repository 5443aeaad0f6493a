import type { Refusal } from '@podbay/protocol';
import { RateLimit } from '../rate-limit.ts';
import type { Audit } from './audit.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditEvent, toAuditEvent } from './audit-event.ts';
import type { AuditSink } from './audit-sink.ts';

export interface AuditTrailOptions {
  readonly sinks: readonly AuditSink[];
  /**
   * While a sink can't take events: `open`: everything goes on. `closed`: nobody opens a session. With both, sessions that
   * run go on.
   */
  readonly failure?: 'open' | 'closed';
  /** Told when a sink can't take events, and again once it can. Must not throw. */
  readonly onTrouble?: (trouble: AuditTrouble) => void;
}

export type AuditTrouble =
  | { readonly type: 'failed'; readonly sink: string; readonly error: unknown }
  | { readonly type: 'recovered'; readonly sink: string; readonly lost: number };

/** Events that wait, for each sink, in memory; those beyond are lost. */
const maxWaiting = 10_000;
const retryMs = 5_000;
/** Of events that nobody had to log in for: whoever can reach the gateway could fill a disk with them. */
const anonymousRate = { burst: 200, perMinute: 600 };

/**
 * Takes down what happens, in every sink.
 *
 *   record ──► event ──► sink           it can't take it: waiting ··· each next event, each check, each 5 s ···► sink
 *
 * Sinks take an event at once or throw, so whoever asks `check` after `record` knows that it was written.
 */
export class AuditTrail implements Audit {
  readonly #failure: 'open' | 'closed';
  readonly #lanes: readonly Lane[];
  readonly #anonymous = new RateLimit(anonymousRate);

  constructor({ sinks, failure = 'open', onTrouble = () => {} }: AuditTrailOptions) {
    this.#failure = failure;
    this.#lanes = sinks.map(sink => new Lane(sink, onTrouble));
  }

  /** How many events could not be kept, over all sinks. */
  get lost(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.lost, 0);
  }

  record(entry: AuditEntry): void {
    if (isAnonymous(entry) && !this.#anonymous.take('')) return;
    const event = toAuditEvent(entry);
    for (const lane of this.#lanes) lane.offer(event);
  }

  check(): Refusal | undefined {
    const failing = this.#lanes.filter(lane => !lane.drain());
    if (this.#failure === 'open' || failing.length === 0) return undefined;
    return {
      code: 'audit-unavailable',
      message: 'The gateway can not write its audit now, and opens no session without.',
      hint: 'Try again later, or tell whoever runs the gateway.',
    };
  }

  /** Gives up what still waits, and closes every sink. */
  async close(): Promise<void> {
    for (const lane of this.#lanes) await lane.close();
  }
}

/** Somebody made it happen without logging in. What has no address the gateway has found out by itself. */
function isAnonymous({ user, address }: AuditEntry): boolean {
  return user === '' && address !== undefined;
}

/** The events' way into one sink. */
class Lane {
  readonly #sink: AuditSink;
  readonly #onTrouble: (trouble: AuditTrouble) => void;
  readonly #waiting: AuditEvent[] = [];
  #lost = 0;
  #lostInTrouble = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(sink: AuditSink, onTrouble: (trouble: AuditTrouble) => void) {
    this.#sink = sink;
    this.#onTrouble = onTrouble;
  }

  get lost(): number {
    return this.#lost;
  }

  offer(event: AuditEvent): void {
    if (this.#waiting.length < maxWaiting) this.#waiting.push(event);
    else this.#lose(1);
    this.drain();
  }

  /** `false`: events wait. */
  drain(): boolean {
    try {
      for (let event = this.#waiting[0]; event !== undefined; event = this.#waiting[0]) {
        this.#sink.write(event);
        this.#waiting.shift();
      }
    } catch (error) {
      this.#handleFailure(error);
      return false;
    }
    if (this.#timer !== undefined) this.#handleRecovery();
    return true;
  }

  async close(): Promise<void> {
    this.drain();
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#lose(this.#waiting.length);
    this.#waiting.length = 0;
    await this.#sink.close();
  }

  #handleFailure(error: unknown): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.drain(), retryMs).unref();
    this.#onTrouble({ type: 'failed', sink: this.#sink.name, error });
  }

  #handleRecovery(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const lost = this.#lostInTrouble;
    this.#lostInTrouble = 0;
    this.#onTrouble({ type: 'recovered', sink: this.#sink.name, lost });
  }

  #lose(count: number): void {
    this.#lost += count;
    this.#lostInTrouble += count;
  }
}
