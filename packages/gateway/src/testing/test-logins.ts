import type { Authenticator, Login, LoginEnd, Sender, User } from '../auth/authenticator.ts';
import { gatewayIdentity, type Identity, type TokenIdentity } from '../identity.ts';

export interface TestLogin {
  readonly user: User;
  /** As a login's cookie would be: programs send its value as a bearer token. */
  readonly cookie: string;
  readonly authorization: string;
  end(reason: LoginEnd): void;
}

/** Logins that a test makes and ends. */
export class TestLogins implements Authenticator {
  readonly ways = [];
  readonly advice = ['Ask the test.'];
  readonly routes = [];
  readonly #logins = new Map<string, Login>();
  #added = 0;

  /** One more login of the user of this name. `proofMs`: which a new request must show again and again. */
  add(name: string, identity: Identity = gatewayIdentity, proofMs?: number): TestLogin {
    const ending = new AbortController();
    const user = { id: `test:${name}`, name, groups: ['testers'], identity, ended: ending.signal };
    this.#added += 1;
    const secret = `secret-${this.#added}`;
    const authorization = `Bearer ${secret}`;
    this.#logins.set(authorization, { user, way: 'local', proof: 'explicit', proofMs });
    return {
      user,
      cookie: `login=${secret}`,
      authorization,
      end: reason => {
        this.#logins.delete(authorization);
        ending.abort(reason);
      },
    };
  }

  async authenticate({ headers }: Sender): Promise<Login | undefined> {
    return this.#logins.get(headers.authorization?.[0] ?? '');
  }
}

/** The identity of somebody with this token. */
export function tokenIdentity(token: string): TokenIdentity {
  return { type: 'token', key: token, token: async () => token, contexts: undefined };
}
