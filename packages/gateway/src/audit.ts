import type { Logger } from 'pino';
import type { ReapReport } from './cluster/reap-script.ts';

/**
 * What is recorded of a session.
 *
 * - `session.created`: somebody opened it.
 * - `session.attached`, `session.resumed`: a browser came; came back to where none was. `session.detached`: one left.
 * - `session.role-changed`: from now on its viewers have another role.
 * - `session.ended`: with the outcome.
 * - `session.reaped`: its container was searched for what it left, with what was found, or why that failed. May come again.
 */
export type AuditEventName =
  | 'session.created'
  | 'session.attached'
  | 'session.resumed'
  | 'session.detached'
  | 'session.role-changed'
  | 'session.ended'
  | 'session.reaped';

/** One record. Names, ids, times and counts: never a secret, and nothing that was typed or printed. */
export interface AuditEvent extends AuditSubject {
  /** RFC 3339. */
  readonly time: string;
  readonly event: AuditEventName;
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
}

/** Whom and what a record is about. `uid`, `image` and `node` are empty where there was no such pod. */
export interface AuditSubject {
  readonly user: string;
  readonly session: string;
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly image: string;
  readonly node: string;
}

/** A search for what a session left. `pid`: its shell's, 0 where that is not known. `recovered`: an earlier gateway's session. */
export type AuditedReap = { readonly pid: number; readonly recovered: boolean } & (
  | ({ readonly result: 'reaped' } & ReapReport)
  | { readonly result: 'gone' }
  | { readonly result: 'failed'; readonly message: string }
);

/** Takes records. Must not throw. */
export type AuditSink = (event: AuditEvent) => void;

/** Records as lines of a log, each with `audit: true`. */
export function auditLog(logger: Logger): AuditSink {
  const child = logger.child({ audit: true });
  return ({ time: at, event, ...fields }) => child.info({ event, at, ...fields }, event);
}
