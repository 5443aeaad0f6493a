import { randomBytes } from 'node:crypto';

/** Who sends a request. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** A user who has a token. */
export interface Account extends User {
  readonly token: string;
  /** From here on the token is refused. */
  readonly expiresAt?: Date;
}

/** Who sends a request without credentials. */
export const anonymous: User = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** A bearer token that nobody can guess. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}
