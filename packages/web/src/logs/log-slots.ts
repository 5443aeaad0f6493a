/** A log that may be asked to stop for another one. */
export interface SlotHolder {
  readonly isVisible: () => boolean;
  /** Another one has its place now. */
  readonly handleTaken: () => void;
}

/**
 * Browsers keep no more than six connections to a server that speaks HTTP/1.1; a log that is followed takes one for as long.
 * The rest stays free for everything else.
 */
const maxSlots = 3;

/** Says how many logs are followed at once: those that can be seen come first. */
export class LogSlots {
  readonly #holders = new Set<SlotHolder>();

  /** `false`: all places are taken by logs that can be seen. */
  take(holder: SlotHolder): boolean {
    if (this.#holders.has(holder)) return true;
    if (this.#holders.size >= maxSlots) {
      const victim = [...this.#holders].find(({ isVisible }) => !isVisible());
      if (victim === undefined) return false;
      this.#holders.delete(victim);
      victim.handleTaken();
    }
    this.#holders.add(holder);
    return true;
  }

  free(holder: SlotHolder): void {
    this.#holders.delete(holder);
  }
}

/** The page's. */
export const logSlots: LogSlots = new LogSlots();
