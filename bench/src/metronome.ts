const tickMs = 1;

/**
 * Calls many, each once in the same period, and each at a moment of its own. Intervals of one process don't: those that a
 * late turn of the event loop has run together stay together, until all the programs of a container print at once.
 *
 *   slot 0 │ slot 1 │ slot 2 │ ... one slot for each ms of the period; after a late turn all that are due, each once
 */
export class Metronome {
  readonly #slots: readonly Set<() => void>[];
  #members = 0;
  #next = 0;
  #tick: NodeJS.Timeout | undefined;

  constructor(periodMs: number) {
    this.#slots = Array.from({ length: Math.round(periodMs / tickMs) }, () => new Set());
  }

  /** Calls `beat` from now on once in a period. Returns what ends that. */
  add(beat: () => void): () => void {
    if (this.#members === 0) this.#start();
    this.#members++;
    const slot = this.#slotAt(Math.floor(Math.random() * this.#slots.length));
    slot.add(beat);
    return () => this.#delete(slot, beat);
  }

  #delete(slot: Set<() => void>, beat: () => void): void {
    if (!slot.delete(beat)) return;
    this.#members--;
    if (this.#members === 0) clearInterval(this.#tick);
  }

  #start(): void {
    this.#next = Math.floor(performance.now() / tickMs);
    this.#tick = setInterval(() => this.#catchUp(), tickMs);
  }

  #catchUp(): void {
    const now = Math.floor(performance.now() / tickMs);
    // What a whole period has kept waiting is called once: a program that was late prints no more for it.
    this.#next = Math.max(this.#next, now - this.#slots.length);
    for (; this.#next < now; this.#next++) for (const beat of this.#slotAt(this.#next)) beat();
  }

  #slotAt(at: number): Set<() => void> {
    return this.#slots[at % this.#slots.length] as Set<() => void>;
  }
}

const metronomes = new Map<number, Metronome>();

/** The metronome of a period that all of a process share. */
export function metronome(periodMs: number): Metronome {
  const found = metronomes.get(periodMs) ?? new Metronome(periodMs);
  metronomes.set(periodMs, found);
  return found;
}
