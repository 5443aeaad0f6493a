/** How long a container that fails again and again waits. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** The kubelet's first delay, and a `maxContainerRestartPeriod` that lets one see restarts in a demo. */
export const defaultBackoff: Backoff = { firstMs: 10_000, maxMs: 40_000 };

/** The delay before the restart that follows `failures` earlier ones: none, then doubling up to the bound. */
export function backoffDelayMs(backoff: Backoff, failures: number): number {
  if (failures === 0) return 0;
  return Math.min(backoff.firstMs * 2 ** Math.min(failures - 1, 20), backoff.maxMs);
}
