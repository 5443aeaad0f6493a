import type { DeadlineLimits } from './deadlines.ts';
import { defaultFlowLimits, type FlowLimits } from './flow-control.ts';

/** What a session may hold and how long. */
export interface SessionLimits extends FlowLimits, DeadlineLimits {
  /** Output that is kept for viewers who come back, in bytes; 16 KiB times a power of two. */
  readonly ringBytes: number;
  /** Lines above the screen that a snapshot holds at most. */
  readonly scrollbackLines: number;
  /** Input that may wait for the process before browsers are read no more, in bytes. */
  readonly maxQueuedInputBytes: number;
  /** How long a session, or the end of its output, waits for a viewer, in ms. */
  readonly graceMs: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const defaultSessionLimits: SessionLimits = {
  ...defaultFlowLimits,
  ringBytes: 2 * 1024 * 1024,
  scrollbackLines: 5_000,
  maxQueuedInputBytes: 1024 * 1024,
  graceMs: 30 * minuteMs,
  idleMs: dayMs,
  maxLifetimeMs: 7 * dayMs,
  warnMs: 5 * minuteMs,
};
