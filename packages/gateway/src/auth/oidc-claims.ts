import { RefusalError } from '../errors.ts';
import type { AssertedUser } from './asserted-user.ts';

export interface ClaimNames {
  /** The claim that is the user's name, e.g. `sub`, `email`, `preferred_username`. */
  readonly username: string;
  /** The claim with the groups; a path such as `realm_access.roles` is followed. */
  readonly groups: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** Who an ID token is about. Throws a `RefusalError` where it does not tell. */
export function readClaims(claims: Claims, names: ClaimNames): AssertedUser {
  const name = claims[names.username];
  if (typeof name !== 'string' || name === '') throw refused(`does not tell your ${names.username}`);
  // As Kubernetes has it: an address that somebody merely typed in is nobody's name.
  if (names.username === 'email' && claims.email_verified === false)
    throw refused('has not verified your email address');
  return { name, groups: textsOf(find(claims, names.groups)) };
}

function find(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      claims,
    );
}

function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter(item => typeof item === 'string');
}

function refused(what: string): RefusalError {
  return new RefusalError({ code: 'forbidden', message: `The login provider ${what}.` });
}
