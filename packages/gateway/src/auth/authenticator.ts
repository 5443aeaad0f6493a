import type { LoginWay } from '@podbay/protocol';
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
  /** Aborted, with a `LoginEnd` as its reason, when this login is over. */
  readonly ended: AbortSignal;
}

/**
 * Why a login is over: the user said so; it was idle for too long or has reached its longest lifetime, and the user may come
 * back for what they left; or whoever vouched for the user does so no longer.
 */
export type LoginEnd = 'logged-out' | 'expired' | 'revoked';

/** What a request tells of who sends it. */
export interface Sender {
  /** By lower-case name, every value that was sent. */
  readonly headers: Readonly<Partial<Record<string, readonly string[]>>>;
  /** The address at the other end of the connection. */
  readonly peer: string;
  /** The address of the client: what trusted proxies say, else `peer`. */
  readonly address: string;
  /** Whose client certificate the connection has, as `CN=…`, `DNS:…`, `URI:…`; `undefined`: none that this server believes. */
  readonly certificate: readonly string[] | undefined;
  /** How the client reaches us, where that is known. */
  readonly scheme: 'http' | 'https' | undefined;
}

/** Somebody who is logged in. */
export interface Login {
  readonly user: User;
  readonly way: LoginWay['type'];
  /**
   * What shows who it is: something `ambient`, which a browser sends whoever's page makes the request, so that a WebSocket
   * needs a ticket too; or a header that only programs set.
   */
  readonly proof: 'ambient' | 'explicit';
  /**
   * How long a connection may live on this proof, in ms, where only a new request tells whether the login is still good; left
   * out: `user.ended` tells.
   */
  readonly proofMs?: number | undefined;
  /** Notes that the user did something, for a login that ends when it is idle. */
  readonly touch?: () => void;
  /** Ends the login at once. Left out where this way has nothing to end. Never rejects. */
  readonly logOut?: () => Promise<LogOut>;
}

export interface LogOut {
  /** Clears the browser's cookie. */
  readonly setCookie: string | undefined;
  /** Where the browser goes to be logged out there, too. */
  readonly next: string | undefined;
}

/** A request that belongs to a way of logging in. Answers `undefined` where it is none of its own after all. */
export interface LoginRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Only requests with this parameter in the address are meant. */
  readonly parameter?: string;
  readonly handle: (request: Request, sender: Sender) => Promise<Response | undefined>;
}

/** A way of logging in, or several at once. */
export interface Authenticator {
  /**
   * The login behind a request, or `undefined` where the request shows nothing that this way knows.
   * Rejects with a `RefusalError` where it shows something that is not good, saying why.
   */
  authenticate(sender: Sender): Promise<Login | undefined>;
  /** What the login page offers. */
  readonly ways: readonly LoginWay[];
  /** What to do for somebody who is not logged in, a sentence each. */
  readonly advice: readonly string[];
  readonly routes: readonly LoginRoute[];
}
