import type { PodFacts } from './preflight.ts';
import type { ReapResult, Remains } from './reaper.ts';

/**
 * Gets to know what a launch starts in a container, and what becomes of it. Must not throw.
 *
 *   found ──► trace, pid 0 ──► exec is asked for ──► trace with the pid ──► gone, or reaped
 *                                  └── refused, nothing was started ──► gone
 *
 * A trace for which neither `handleGone` nor `handleReaped` has come may run.
 */
export interface LaunchObserver {
  /** The container that it starts in, before anybody else is asked. */
  handleFound(facts: PodFacts, access: FoundAccess): void;
  /** From now on something may run that bears the marker; told anew when the shell's process id is known. */
  handleTrace(remains: Remains): void;
  /** It is known, without reaping, that the shell is gone or was never started. */
  handleGone(remains: Remains): void;
  /** A reaping has ended. */
  handleReaped(remains: Remains, reaped: Reaped): void;
}

/** What Kubernetes says of the user's rights. */
export interface FoundAccess {
  /** The verbs that the user lacks but that not every server asks for. */
  readonly missingVerbs: readonly string[];
}

/** A reaping that has ended. */
export interface Reaped {
  readonly result: ReapResult;
  readonly durationMs: number;
}

/** For whom nobody keeps a record. */
export const nobody: LaunchObserver = {
  handleFound() {},
  handleTrace() {},
  handleGone() {},
  handleReaped() {},
};
