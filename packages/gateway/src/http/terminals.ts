import type { Foreground, OpenQuery, SessionSummary } from '@podbay/protocol';
import type { User } from '../auth/authenticator.ts';
import type { Session } from '../session/session.ts';

/** The sessions, as the routes and the upgrade see them: always those of one user. */
export interface Terminals {
  /**
   * Starts a session, or finds the one that the query's first try has started. `address`: where it is asked from. Rejects with
   * a `RefusalError`.
   */
  open(query: OpenQuery, user: User, address: string): Promise<Session>;
  /** The user's session, or `undefined`, for somebody who comes back. Rejects with a `RefusalError` where they may not have it any more. */
  resume(id: string, user: User): Promise<Session | undefined>;
  /** The user's session, or `undefined`. */
  find(id: string, user: User): Session | undefined;
  list(user: User): readonly SessionSummary[];
  /** What has the session's terminal. Never rejects, but throws a `RefusalError` where there is no such cluster any more. */
  foreground(session: Session, user: User, signal: AbortSignal): Promise<Foreground>;
}
