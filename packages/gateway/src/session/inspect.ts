import type { SessionSummary, Target } from '@podbay/protocol';
import type { ProcessInspection } from './process.ts';

/** What a session holds at one moment: figures for people who look for a leak, no content and no secret. */
export interface SessionInspection {
  readonly id: string;
  readonly owner: string;
  readonly target: Target;
  readonly state: SessionSummary['state'];
  readonly ageMs: number;
  /** Since somebody typed, or since it was opened. */
  readonly idleMs: number;
  readonly viewers: readonly ViewerInspection[];
  readonly output: OutputInspection;
  /** Input that waits for the process. */
  readonly queuedInputBytes: number;
  /** What the process holds beyond the session; `null` where there is none (any more). */
  readonly process: ProcessInspection | null;
  /** The timers that run, by what they wait for. */
  readonly timers: readonly string[];
}

/** Offsets are absolute, from the first byte of the output on. */
export interface ViewerInspection {
  readonly sent: number;
  readonly acknowledged: number;
  /** From what it has acknowledged to the end of the output. */
  readonly lagBytes: number;
  /** Given to its connection and not yet to the operating system. */
  readonly bufferedBytes: number;
}

export interface OutputInspection {
  /** Offsets of the oldest byte that is kept, and of the next one to come. */
  readonly start: number;
  readonly end: number;
  /** Memory that the ring takes. */
  readonly allocatedBytes: number;
  /** How long the process has not been read; `null` while it is. */
  readonly pausedMs: number | null;
}
