const maxSlots = 50;
const leastTickMs = 20;

/**
 * Calls each of many once in a period, those of one slot together: as many timers of their own would wake the process one
 * by one, which costs more than what they do.
 *
 *   tick ─► slot 0 ─► slot 1 ─► … ─► slot n-1 ─► slot 0        n ticks are a period
 *
 * Who is added comes into the emptiest slot, so thousands that begin at once are not called at once. There is a timer
 * while there is somebody to be called; it keeps no process alive.
 */
export class SharedInterval {
  readonly #slots: readonly Set<() => void>[];
  readonly #tickMs: number;
  #timer: NodeJS.Timeout | undefined;
  #next = 0;
  #size = 0;

  constructor(periodMs: number) {
    const slots = Math.min(Math.max(Math.floor(periodMs / leastTickMs), 1), maxSlots);
    this.#slots = Array.from({ length: slots }, () => new Set());
    this.#tickMs = periodMs / slots;
  }

  /** The first call comes within a period. Returns how to end the calls; may be called twice. */
  add(call: () => void): () => void {
    const slot = this.#emptiest();
    slot.add(call);
    this.#size++;
    this.#timer ??= setInterval(() => this.#tick(), this.#tickMs).unref();
    return () => {
      if (!slot.delete(call)) return;
      this.#size--;
      if (this.#size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #tick(): void {
    const slot = this.#slots[this.#next];
    this.#next = (this.#next + 1) % this.#slots.length;
    for (const call of slot ?? []) call();
  }

  // From the one that is called last on: of equal ones a period is nearly whole.
  #emptiest(): Set<() => void> {
    const { length } = this.#slots;
    const order = Array.from({ length }, (_, i) => this.#slots[(this.#next + length - 1 - i) % length]);
    return order.reduce((best, slot) => (slot && best && slot.size < best.size ? slot : best)) as Set<
      () => void
    >;
  }
}

const intervals = new Map<number, SharedInterval>();

/** The one that all in this process share who want to be called so often. */
export function sharedInterval(periodMs: number): SharedInterval {
  const found = intervals.get(periodMs) ?? new SharedInterval(periodMs);
  intervals.set(periodMs, found);
  return found;
}
