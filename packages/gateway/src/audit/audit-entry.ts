/**
 * What is recorded.
 *
 * - `login`, `login.failed`, `logout`: with the way of logging in.
 * - `request.refused`: a terminal was refused before there was a session, or a session that is not theirs.
 * - `policy.decided`: what the policy says to a session that is to start; again when it says something else of one that runs.
 * - `policy.replaced`: the policy's file has changed, and its rules hold from now on. `policy.refused`: it is not good.
 * - `ephemeralcontainer.created`: somebody put a debug container into a pod.
 * - `log.opened`: somebody reads a container's log from now on.
 * - `session.created`: somebody opened it.
 * - `session.attached`, `session.resumed`: a browser came; came back to where none was. `session.detached`: one left.
 * - `session.role-changed`: from now on its viewers have another role.
 * - `recording.started`, `recording.ended`: what it shows is recorded from here on; was recorded to its end.
 * - `recording.failed`: it could not be recorded, or no more.
 * - `session.ended`: with the outcome.
 * - `session.reaped`: its container was searched for what it left, with what was found, or why that failed. May come again.
 */
export type AuditEntryName =
  | 'login'
  | 'login.failed'
  | 'logout'
  | 'request.refused'
  | 'policy.decided'
  | 'policy.replaced'
  | 'policy.refused'
  | 'ephemeralcontainer.created'
  | 'log.opened'
  | 'session.created'
  | 'session.attached'
  | 'session.resumed'
  | 'session.detached'
  | 'session.role-changed'
  | 'recording.started'
  | 'recording.ended'
  | 'recording.failed'
  | 'session.ended'
  | 'session.reaped';

/** One record. Names, ids, times and counts: never a secret, and nothing that was typed or printed. */
export interface AuditEntry extends Partial<Omit<AuditSubject, 'user'>> {
  /** RFC 3339. */
  readonly time: string;
  readonly event: AuditEntryName;
  /** Empty where nobody knows. */
  readonly user: string;
  readonly role?: 'writer' | 'reader';
  /** Those that look on now. */
  readonly viewers?: number;
  /** Of the session for `session.ended`, of the search for `session.reaped`. */
  readonly durationMs?: number;
  readonly outputBytes?: number;
  readonly inputBytes?: number;
  readonly outcome?: 'exited' | 'failed' | 'lost' | 'ended';
  readonly exitCode?: number;
  /** Of an outcome without an exit code: the refusal's code, the reason of the end, or what was lost. */
  readonly cause?: string;
  readonly reap?: AuditedReap;
  readonly recording?: AuditedRecording;
  /** The way of logging in, and why it failed or is over. */
  readonly login?: { readonly method: string; readonly reason?: string };
  /** HTTP status, the refusal's code and its words. */
  readonly status?: { readonly code: number; readonly reason?: string; readonly message?: string };
  readonly policy?: AuditedDecision;
  /** The policy's file, and what is in it now. */
  readonly policyFile?: {
    readonly file: string;
    readonly rules?: number;
    readonly default?: 'allow' | 'deny';
  };
  /** What was asked of the pod; default: `exec`. */
  readonly subresource?: 'exec' | 'ephemeralcontainers' | 'log';
  /** Of a debug container: beside which one, whose processes it shares. */
  readonly targetContainer?: string;
}

/** Whom and what a record is about. `uid`, `image` and `node` are empty where there was no such pod. */
export interface AuditSubject {
  readonly user: string;
  readonly groups?: readonly string[] | undefined;
  /** Where it was asked from. */
  readonly address?: string | undefined;
  readonly session: string;
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly image: string;
  readonly node: string;
  /** As it was asked for; empty: the best shell that there is. */
  readonly command?: readonly string[] | undefined;
}

/** What the policy said. `rule` 0: its default. */
export interface AuditedDecision {
  readonly effect: 'allow' | 'deny';
  readonly rule: number;
  readonly name?: string;
  readonly restrictions: Readonly<Record<string, unknown>>;
}

/** A session's recording. What is left out is not known, or not yet. */
export interface AuditedRecording {
  /** Relative to the directory of recordings. */
  readonly file?: string;
  /** Of the file. */
  readonly bytes?: number;
  readonly durationMs?: number;
  /** Why it failed. */
  readonly message?: string;
}

/** A search for what a session left. `pid`: its shell's, 0 where that is not known. `recovered`: an earlier gateway's session. */
export type AuditedReap = {
  readonly pid: number;
  readonly recovered: boolean;
  /** By the gateway's own rights, as the user's were gone. */
  readonly asGateway?: boolean;
} & (
  | {
      readonly result: 'reaped';
      /** Process ids inside the container: what was there, what was done to it, and what is there still. */
      readonly found: readonly number[];
      readonly hungUp: readonly number[];
      readonly killed: readonly number[];
      readonly detached: readonly number[];
      readonly left: readonly number[];
    }
  | { readonly result: 'gone' }
  | { readonly result: 'failed'; readonly message: string }
);

/** Takes records. Must not throw. */
export type RecordEntry = (entry: AuditEntry) => void;

/** So many characters of a command are kept: it comes from the browser, and may be as long as an address. */
export const maxCommandLength = 2048;
