import type { Target } from './target.ts';

/** A way of logging in, as the login page offers it. */
export type LoginWay =
  /** By the link that podbay printed. */
  | { readonly type: 'local' }
  /** By a Kubernetes bearer token that the cluster of `context` accepts: `POST` to `path` with `{ token }`. */
  | { readonly type: 'token'; readonly context: string; readonly path: string }
  /** At a provider called `name`: a link to `path`. */
  | { readonly type: 'oidc'; readonly name: string; readonly path: string }
  /** By whatever stands before the gateway. */
  | { readonly type: 'proxy' };

/** `GET /api/v1/login`, without a login → this. */
export interface LoginWays {
  readonly ways: readonly LoginWay[];
}

/** `GET /api/v1/me`: who is logged in, and how. */
export interface Me {
  readonly user: string;
  readonly groups: readonly string[];
  readonly way: LoginWay['type'];
  readonly canLogOut: boolean;
}

/** `POST /api/v1/logout` → this. `next`: where to go then, if somewhere else has to know of it. */
export interface LoggedOut {
  readonly next: string | null;
}

/** Body of `POST /api/v1/tickets`: what the upgrade will open, or the session that it will resume. */
export type TicketRequest = { readonly target: Target } | { readonly session: string };

/** `POST /api/v1/tickets` → this. The ticket is good for one upgrade by the same login from the same origin. */
export interface Ticket {
  readonly ticket: string;
  readonly expiresInMs: number;
}

/** What is behind `/?login-error=`: why the way back from a provider did not end in a login. */
export type LoginError = 'denied' | 'expired' | 'failed';
