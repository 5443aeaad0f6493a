/**
 * How a session's process ended. Exactly one per session.
 *
 * - `exited`: the process ended; `code` is its exit status, 0..255 (137 = SIGKILL, 143 = SIGTERM).
 * - `failed`: the process could not be started, or the runtime reported an error.
 * - `lost`: the connection to the container ended without an exit status; the process may live.
 * - `ended`: Podbay ended it; `reason` says why.
 */
export type Outcome =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'failed'; readonly refusal: Refusal }
  | { readonly type: 'lost'; readonly message: string }
  | { readonly type: 'ended'; readonly reason: EndReason };

/**
 * Why Podbay ended a session whose process had not exited: the user asked for it, nobody came back within the grace
 * period, nobody typed for too long, it reached its longest lifetime, the user may not have it any more, it must be recorded and
 * can not be any more, its container is gone, the gateway shut down.
 */
export type EndReason =
  | 'user'
  | 'grace'
  | 'idle'
  | 'lifetime'
  | 'permission-gone'
  | 'recording-failed'
  | 'container-gone'
  | 'shutdown';

/** Why a terminal can't be opened. Stable: clients choose words and help by it. */
export type RefusalCode =
  | 'bad-request'
  | 'not-found'
  | 'unauthenticated'
  | 'forbidden'
  | 'session-not-found'
  | 'context-not-found'
  | 'namespace-not-found'
  | 'pod-not-found'
  | 'container-not-found'
  | 'container-not-running'
  | 'pod-not-scheduled'
  | 'no-shell'
  | 'command-not-found'
  | 'node-unreachable'
  | 'cluster-unreachable'
  | 'cluster-credentials'
  | 'limit'
  | 'audit-unavailable'
  | 'recording-unavailable'
  | 'shutting-down'
  | 'internal';

/** Why something can't be done: the code for programs, the message for people. */
export interface Refusal {
  readonly code: RefusalCode;
  /** One sentence that names what is wrong, in English. */
  readonly message: string;
  /** What the user can do about it, in English. */
  readonly hint?: string;
  /** Facts to fill translated texts with, e.g. `{ verb: 'create', resource: 'pods/exec', state: 'waiting', reason: 'CrashLoopBackOff' }`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** A bug, told without its details: those are in the gateway's log. */
export const internalRefusal: Refusal = {
  code: 'internal',
  message: 'Something went wrong in the gateway; its log has the details.',
};
