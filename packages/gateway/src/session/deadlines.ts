/** How long a session may last; 0: for ever. In ms. */
export interface DeadlineLimits {
  /** Without input from anybody. */
  readonly idleMs: number;
  /** Since it was opened. */
  readonly maxLifetimeMs: number;
  /** How long before either end the viewers are warned. */
  readonly warnMs: number;
}

export type Deadline = 'idle' | 'lifetime';

export interface DeadlineListener {
  /** The session will end in `remainingMs`, unless, when it is idle, somebody types. */
  readonly onWarn: (deadline: Deadline, remainingMs: number) => void;
  readonly onOver: (deadline: Deadline) => void;
}

/**
 * The two ends that time sets to a session. Each has one timer, which is not set anew with each key: when it fires it
 * looks how long it really has been.
 *
 *   waiting ──total - warn──► warned ──total──► over
 *      ▲                        │ touch (idle only)
 *      └────────────────────────┘
 */
export class Deadlines {
  readonly #timers: readonly DeadlineTimer[];
  readonly #idle: DeadlineTimer;
  readonly #lifetime: DeadlineTimer;

  constructor(limits: DeadlineLimits, listener: DeadlineListener) {
    const { warnMs } = limits;
    this.#idle = new DeadlineTimer('idle', { totalMs: limits.idleMs, warnMs, listener });
    this.#lifetime = new DeadlineTimer('lifetime', { totalMs: limits.maxLifetimeMs, warnMs, listener });
    this.#timers = [this.#idle, this.#lifetime];
  }

  /** From its start on it lives no longer than this; a limit that is lower already stays. */
  limitLifetime(totalMs: number): void {
    this.#lifetime.limit(totalMs);
  }

  /** Somebody has typed. */
  touch(): void {
    this.#idle.touch();
  }

  /** Since somebody has typed, or since the start. */
  get idleMs(): number {
    return this.#idle.elapsedMs;
  }

  /** Those that are still to come. */
  get pending(): readonly Deadline[] {
    return this.#timers.filter(timer => timer.pending).map(timer => timer.deadline);
  }

  close(): void {
    for (const timer of this.#timers) timer.close();
  }
}

interface TimerOptions {
  readonly totalMs: number;
  readonly warnMs: number;
  readonly listener: DeadlineListener;
}

// setTimeout counts in 32 bits.
const maxTimeoutMs = 2 ** 31 - 1;

class DeadlineTimer {
  readonly deadline: Deadline;
  readonly #options: TimerOptions;
  #totalMs: number;
  #closed = false;
  #startedMs = performance.now();
  #warned = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deadline: Deadline, options: TimerOptions) {
    this.deadline = deadline;
    this.#options = options;
    this.#totalMs = options.totalMs;
    if (options.totalMs > 0) this.#arm();
  }

  /** `totalMs` is above 0. */
  limit(totalMs: number): void {
    if (this.#closed || (this.#totalMs > 0 && this.#totalMs <= totalMs)) return;
    this.#totalMs = totalMs;
    clearTimeout(this.#timer);
    this.#arm();
  }

  touch(): void {
    this.#startedMs = performance.now();
    this.#warned = false;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }

  get pending(): boolean {
    return this.#timer !== undefined;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #remainingMs(): number {
    return this.#startedMs + this.#totalMs - performance.now();
  }

  #arm(): void {
    const { warnMs } = this.#options;
    const untilWarningMs = this.#remainingMs() - Math.min(warnMs, this.#totalMs);
    const waitMs = this.#warned ? this.#remainingMs() : untilWarningMs;
    this.#timer = setTimeout(() => this.#handleTimer(), Math.min(Math.max(waitMs, 0), maxTimeoutMs)).unref();
  }

  #handleTimer(): void {
    const { listener, warnMs } = this.#options;
    const remainingMs = this.#remainingMs();
    if (remainingMs <= 0) {
      this.#timer = undefined;
      listener.onOver(this.deadline);
      return;
    }
    if (!this.#warned && remainingMs <= warnMs) {
      this.#warned = true;
      listener.onWarn(this.deadline, remainingMs);
    }
    this.#arm();
  }
}
