import type { Authenticator } from './authenticator.ts';

/** Several ways of logging in as one: the first that knows a request's sender counts. */
export function joinLogins(authenticators: readonly Authenticator[]): Authenticator {
  return {
    ways: authenticators.flatMap(({ ways }) => ways),
    advice: authenticators.flatMap(({ advice }) => advice),
    routes: authenticators.flatMap(({ routes }) => routes),
    async authenticate(sender) {
      for (const authenticator of authenticators) {
        const login = await authenticator.authenticate(sender);
        if (login !== undefined) return login;
      }
      return undefined;
    },
  };
}
