const steps = 24;

/**
 * A time at random between `fromMs` and `toMs`, so that not all do something at once who came at once. One of 24, in whole
 * ms: Node keeps a list for each duration of a timer, and sessions are thousands.
 */
export function spread(fromMs: number, toMs: number): number {
  const step = Math.floor(Math.random() * steps);
  return Math.round(fromMs + ((toMs - fromMs) * step) / (steps - 1));
}
