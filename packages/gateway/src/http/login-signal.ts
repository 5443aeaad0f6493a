import type { Login } from '../auth/authenticator.ts';

/** Aborts when the login is over, and when who is logged in must show that again by a new request. */
export function loginSignal({ user, proofMs }: Login): AbortSignal {
  return proofMs === undefined ? user.ended : AbortSignal.any([user.ended, AbortSignal.timeout(proofMs)]);
}
