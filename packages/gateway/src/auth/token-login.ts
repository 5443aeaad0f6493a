import type { LoginWay } from '@podbay/protocol';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { RecordAccess } from '../audit/access-event.ts';
import { RefusalError } from '../errors.ts';
import { readJson } from '../read-json.ts';
import type { Authenticator, Login, LoginRoute, Sender, User } from './authenticator.ts';
import { bearerToken } from './bearer.ts';
import { BearerLogins } from './bearer-logins.ts';
import type { LoginStore, Renewal } from './login-store.ts';

/** Somebody as the API server knows them. */
export interface TokenUser {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface TokenLoginOptions {
  /** The context whose API server says whose a token is. */
  readonly context: string;
  /** The contexts that may see the token. */
  readonly contexts: readonly string[];
  /**
   * Asks the API server whose `token` is (SelfSubjectReview); `undefined`: it accepts no such token. Rejects with a
   * `RefusalError` where it can't be asked.
   */
  readonly review: (token: string) => Promise<TokenUser | undefined>;
  readonly logins: LoginStore;
  readonly record: RecordAccess;
  /** How long an answer of the API server counts. */
  readonly recheckMs?: number;
}

const defaultRecheckMs = 60_000;
const maxTokenLength = 16 * 1024;
const path = '/login/token';

const notAccepted = {
  code: 'unauthenticated',
  message: 'The cluster does not accept this token: it is wrong, or has expired.',
} as const;

const bodySchema = z.strictObject({ token: z.string().trim().min(1).max(maxTokenLength) });

/**
 * Login with a Kubernetes bearer token: pasted into the login page, where it becomes a cookie, or sent by programs with each
 * request. The user acts with the token itself.
 */
export class TokenLogin implements Authenticator {
  readonly advice: readonly string[];
  readonly ways: readonly LoginWay[];
  readonly routes: readonly LoginRoute[] = [
    { method: 'POST', path, handle: (request, sender) => this.#logIn(request, sender) },
  ];
  readonly #options: TokenLoginOptions;
  readonly #bearers: BearerLogins;

  constructor(options: TokenLoginOptions) {
    this.#options = options;
    const { context, recheckMs = defaultRecheckMs } = options;
    this.ways = [{ type: 'token', context, path }];
    this.advice = [`Send a token that the cluster of ${context} accepts, as “Authorization: Bearer …”.`];
    this.#bearers = new BearerLogins({
      recheckMs,
      review: token => this.#review(token),
      createUser: (user, of) => this.#createUser(user, of),
    });
  }

  async authenticate(sender: Sender): Promise<Login | undefined> {
    const token = bearerToken(sender);
    if (token === undefined) return this.#options.logins.find(sender, 'token');
    try {
      const user = await this.#bearers.find(token, sender.address);
      return { user, way: 'token', proof: 'explicit' };
    } catch (error) {
      this.#recordFailure(error, sender);
      throw error;
    }
  }

  async #logIn(request: Request, sender: Sender): Promise<Response> {
    try {
      const setCookie = await this.#open(await readJson(request), sender);
      return new Response(null, {
        status: 204,
        headers: { 'Set-Cookie': setCookie, 'Cache-Control': 'no-store' },
      });
    } catch (error) {
      this.#recordFailure(error, sender);
      throw error;
    }
  }

  async #open(body: unknown, sender: Sender): Promise<string> {
    const { data } = bodySchema.safeParse(body);
    if (data === undefined) {
      throw new RefusalError({ code: 'bad-request', message: 'Expected {"token": "…"}.' });
    }
    const { token } = data;
    const user = await this.#review(token);
    const { recheckMs = defaultRecheckMs, logins } = this.#options;
    let checkedAtMs = Date.now();
    const renewal: Renewal = {
      dueAtMs: () => checkedAtMs + recheckMs,
      renew: async () => {
        const now = await this.#options.review(token);
        checkedAtMs = Date.now();
        return now?.name === user.name ? undefined : 'revoked';
      },
    };
    const createUser = (of: { key: string; ended: AbortSignal }) => this.#createUser(user, { ...of, token });
    return logins.open({ way: 'token', createUser, renewal, expiresAtMs: expiryOf(token) }, sender);
  }

  async #review(token: string): Promise<TokenUser> {
    const user = await this.#options.review(token);
    if (user === undefined) throw new RefusalError(notAccepted);
    return user;
  }

  #createUser(
    { name, groups }: TokenUser,
    { token, key, ended }: { readonly token: string; readonly key: string; readonly ended: AbortSignal },
  ): User {
    const { context, contexts } = this.#options;
    const find = async () => {
      if (ended.aborted) throw new RefusalError(notAccepted);
      return token;
    };
    return {
      id: `token:${context}/${name}`,
      name,
      groups,
      identity: { type: 'token', key, token: find, contexts },
      ended,
    };
  }

  #recordFailure(error: unknown, { address }: Sender): void {
    if (!(error instanceof RefusalError)) return;
    const { message: reason } = error.refusal;
    this.#options.record({ type: 'login-failed', method: 'token', address, reason });
  }
}

// Most are JWTs, which tell; of the others the API server knows.
function expiryOf(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : exp * 1000;
  } catch {
    return undefined;
  }
}
