import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop ran what was due, in ms. */
export interface EventLoopDelay {
  /** Since the last look, or the start. */
  readonly windowMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const resolutionMs = 10;

/** Measures the event loop's delay for as long as it is open. */
export class EventLoopMonitor {
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  #sinceMs = performance.now();

  constructor() {
    this.#histogram.enable();
  }

  /** The delay since the last call. */
  read(): EventLoopDelay {
    const at = (percent: number) => toDelayMs(this.#histogram.percentile(percent));
    const nowMs = performance.now();
    const delay = {
      windowMs: Math.round(nowMs - this.#sinceMs),
      p50Ms: at(50),
      p90Ms: at(90),
      p99Ms: at(99),
      maxMs: toDelayMs(this.#histogram.max),
    };
    this.#sinceMs = nowMs;
    this.#histogram.reset();
    return delay;
  }

  close(): void {
    this.#histogram.disable();
  }
}

/** The histogram holds the whole time between two ticks, in ns; on time it is the resolution. */
function toDelayMs(intervalNs: number): number {
  return Math.max(0, Math.round((intervalNs / 1e6 - resolutionMs) * 100) / 100);
}
