import type { Identity } from '../identity.ts';

/** Who makes a request: one login of somebody. */
export interface User {
  /** Unique and stable, over all ways of logging in: what sessions belong to. */
  readonly id: string;
  /** As Kubernetes, or the login, calls them. */
  readonly name: string;
  readonly groups: readonly string[];
  /** As whom they act in clusters. */
  readonly identity: Identity;
  /** Aborted when this login is over: logged out, expired, or taken back. */
  readonly ended: AbortSignal;
}

/** The headers that tell who somebody is. */
export interface Credentials {
  readonly cookie: string | undefined;
}

/** One way of logging in. */
export interface Authenticator {
  /** The user behind a request, or `undefined` where nobody is logged in. */
  authenticate(credentials: Credentials): User | undefined;
  /** Exchanges the token of a link for a `Set-Cookie` value, or `undefined` where the token is not, or no longer, good. */
  redeem(token: string): string | undefined;
  /** Tells what to do for somebody who is not logged in, as a sentence. */
  readonly advice: string;
}
