import { ResponseBodyError } from 'openid-client';
import { RefusalError } from '../errors.ts';
import type { AssertedUser } from './asserted-user.ts';
import type { LoginEnd } from './authenticator.ts';
import type { IssuedTokens, OidcIssuer } from './oidc-issuer.ts';

export interface OidcTokensOptions {
  readonly issuer: Pick<OidcIssuer, 'refresh' | 'knows'>;
  readonly first: IssuedTokens;
  /** The user's name and groups in an ID token. */
  readonly readUser: (claims: Readonly<Record<string, unknown>>) => AssertedUser;
  /** The ID token itself is used: its end is the login's. */
  readonly needsIdToken: boolean;
  /** The user's `sub`. */
  readonly subject: string;
  /**
   * How often the provider is asked whether it still knows the user, in ms: by its UserInfo endpoint, or, where that says nothing
   * of its users, by a renewal. 0, or left out: only when tokens are renewed because they end.
   */
  readonly checkMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

// Before the end, and not so long before that a token of a minute is never used.
const leadMs = 60_000;
const leadShare = 0.3;

/** The tokens of one login, renewed before they end, once for all who need them. */
export class OidcTokens {
  readonly #options: OidcTokensOptions;
  readonly #now: () => number;
  #tokens: IssuedTokens;
  #issuedAtMs: number;
  #renewing: Promise<LoginEnd | undefined> | undefined;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  /** What the provider says of its users: a no of one that has never said yes is about something else. */
  #answers: 'unknown' | 'yes' | 'nothing' = 'unknown';

  constructor(options: OidcTokensOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#tokens = options.first;
    this.#issuedAtMs = this.#now();
  }

  get refreshToken(): string | undefined {
    return this.#tokens.refreshToken;
  }

  /** Whether the provider lets the tokens be renewed. Else they end when they end. */
  get isRenewable(): boolean {
    return this.#tokens.refreshToken !== undefined;
  }

  /** When to `keepUp`, in milliseconds since 1970. */
  dueAtMs(): number {
    const { checkMs = 0 } = this.#options;
    const asksAgain = checkMs > 0 && (this.#answers !== 'nothing' || this.isRenewable);
    const checkAtMs = asksAgain ? this.#checkedAtMs + checkMs : Number.POSITIVE_INFINITY;
    return Math.min(checkAtMs, this.#renewalAtMs());
  }

  /** Does what is due. Resolves with the login's end where the provider says no; rejects where it can't be asked. */
  async keepUp(): Promise<LoginEnd | undefined> {
    if (this.#now() >= this.#renewalAtMs()) return await this.renew();
    this.#checkedAtMs = this.#now();
    const canAsk = this.#canAskForUser();
    if (canAsk && (await this.#isKnown())) return undefined;
    // A renewal is an answer, too. Or the access token alone was void: then there is a new one.
    const end = this.isRenewable ? await this.renew() : undefined;
    if (end !== undefined || !canAsk) return end;
    return (await this.#isKnown()) ? undefined : 'revoked';
  }

  #canAskForUser(): boolean {
    const { accessTokenExpiresAtMs = Number.POSITIVE_INFINITY } = this.#tokens;
    return this.#answers !== 'nothing' && this.#now() < accessTokenExpiresAtMs;
  }

  async #isKnown(): Promise<boolean> {
    const { issuer, subject } = this.#options;
    const known = await issuer.knows(this.#tokens.accessToken, subject);
    if (this.#answers === 'unknown') this.#answers = known ? 'yes' : 'nothing';
    return known !== false || this.#answers === 'nothing';
  }

  #renewalAtMs(): number {
    if (!this.isRenewable) return Number.POSITIVE_INFINITY;
    const expiresAtMs = this.#expiresAtMs();
    return expiresAtMs - Math.min(leadMs, (expiresAtMs - this.#issuedAtMs) * leadShare);
  }

  /** The ID token, as good as can be. Rejects with a `RefusalError`. */
  async idToken(): Promise<string> {
    if (this.#now() >= this.#renewalAtMs()) {
      const end = await this.renew().catch(() => undefined);
      if (end !== undefined) throw over();
    }
    const { idToken, idTokenExpiresAtMs = 0 } = this.#tokens;
    if (idToken === undefined || this.#now() >= idTokenExpiresAtMs) throw over();
    return idToken;
  }

  /** Resolves with the login's end where the provider says no; rejects where it can't be asked. */
  renew(): Promise<LoginEnd | undefined> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #renew(): Promise<LoginEnd | undefined> {
    try {
      const issued = await this.#options.issuer.refresh(this.#tokens.refreshToken ?? '');
      return this.#take(issued);
    } catch (error) {
      if (error instanceof ResponseBodyError && error.status < 500) return 'revoked';
      throw error;
    }
  }

  #take(issued: IssuedTokens): LoginEnd | undefined {
    const { readUser, needsIdToken, first } = this.#options;
    if (issued.idToken === undefined && needsIdToken) return 'expired';
    const before = readUser(first.claims ?? {});
    const user = issued.claims === undefined ? before : readUser(issued.claims);
    if (user.name !== before.name) return 'revoked';
    // Whoever acts by their token has the groups that are in it.
    if (!needsIdToken && !isSameSet(user.groups, before.groups)) return 'expired';
    this.#tokens = { ...this.#tokens, ...issued, idToken: issued.idToken ?? this.#tokens.idToken };
    this.#issuedAtMs = this.#now();
    return undefined;
  }

  #expiresAtMs(): number {
    const { idTokenExpiresAtMs, accessTokenExpiresAtMs } = this.#tokens;
    const ends = this.#options.needsIdToken
      ? [idTokenExpiresAtMs]
      : [accessTokenExpiresAtMs ?? idTokenExpiresAtMs];
    return Math.min(...ends.map(end => end ?? Number.POSITIVE_INFINITY));
  }
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(item => b.includes(item));
}

function over(): RefusalError {
  return new RefusalError({ code: 'unauthenticated', message: 'Your login is over: log in again.' });
}
