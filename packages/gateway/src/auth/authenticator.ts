/** Who makes a request. */
export interface User {
  /** Unique and stable: what sessions belong to. */
  readonly name: string;
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
