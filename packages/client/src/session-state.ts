import { closeCodes, type Outcome, type Refusal } from '@podbay/protocol';

/**
 * Where a session stands, as its user sees it.
 *
 * ```
 *                  start()
 *                     │
 *                     ▼     `attached`
 *    ┌─────────► connecting ─────────► attached ──────┐
 *    │               │                    │           │ `exit`, `refused`,
 *    │ timer, wake,  │ lost               │ lost      │ close that is final
 *    │ retry()       ▼                    ▼           ▼
 *    └──────────── waiting ◄──────────────┘         ended
 * ```
 *
 * Until the first `attached` every try repeats the same `open` with the same session id, so it meets the session that an
 * earlier try may have started. After it every try is a `resume`: a session never turns into a new shell by itself.
 */
export type SessionState =
  /** `attempt` counts from 0; it is 0 again after each connection that lasted. */
  | { readonly type: 'connecting'; readonly attempt: number; readonly resuming: boolean }
  /** `started`: the process runs. `rttMs` is unknown until the first pong. */
  | { readonly type: 'attached'; readonly started: boolean; readonly rttMs: number | undefined }
  | {
      readonly type: 'waiting';
      readonly attempt: number;
      readonly waitMs: number;
      readonly resuming: boolean;
    }
  | { readonly type: 'ended'; readonly ending: Ending };

/** Why a session is over for this client. */
export type Ending =
  | { readonly type: 'exit'; readonly outcome: Outcome }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** Closed without a word that explains it. */
  | { readonly type: 'closed'; readonly reason: ClosedReason };

export type ClosedReason = 'no-session' | 'replaced' | 'bad-request' | 'unknown';

/** What a final close code says when no `exit` or `refused` message came before it. */
export function closedReason(code: number): ClosedReason {
  switch (code) {
    case closeCodes.noSession:
      return 'no-session';
    case closeCodes.replaced:
      return 'replaced';
    case closeCodes.badRequest:
      return 'bad-request';
    default:
      return 'unknown';
  }
}
