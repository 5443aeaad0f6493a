/** Time, so that tests can hand in their own. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls `callback` once after `delayMs`. Returns the function that prevents it. */
  schedule(callback: () => void, delayMs: number): () => void;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
