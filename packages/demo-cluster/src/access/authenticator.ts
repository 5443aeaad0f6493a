import type { IncomingMessage } from 'node:http';
import type { OidcTokens } from './oidc.ts';
import { type Account, anonymous, type User } from './users.ts';

const protocolPrefix = 'base64url.bearer.authorization.k8s.io.';

export interface AuthenticatorOptions {
  readonly accounts: readonly Account[];
  /** Whose ID tokens are good, too. */
  readonly oidc?: OidcTokens | undefined;
  readonly now: () => Date;
}

/** Finds out who sends a request, by its bearer token. */
export class Authenticator {
  readonly #accounts: Map<string, Account>;
  readonly #oidc: OidcTokens | undefined;
  readonly #now: () => Date;

  constructor(options: AuthenticatorOptions) {
    this.#accounts = new Map(options.accounts.map(account => [account.token, account]));
    this.#oidc = options.oidc;
    this.#now = options.now;
  }

  /** The user; anonymous without credentials; `undefined` when the credentials are wrong or too old. */
  async authenticate(request: IncomingMessage): Promise<User | undefined> {
    const token = bearerToken(request);
    if (token === undefined) return anonymous;
    const user = this.#accountOf(token) ?? (await this.#oidc?.authenticate(token, this.#now()));
    return user && { ...user, groups: [...user.groups, 'system:authenticated'] };
  }

  /** From now on the token is refused. What it opened stays open. */
  revoke(token: string): void {
    this.#accounts.delete(token);
  }

  #accountOf(token: string): User | undefined {
    const account = this.#accounts.get(token);
    if (account === undefined) return undefined;
    if (account.expiresAt !== undefined && account.expiresAt <= this.#now()) return undefined;
    const { token: _, expiresAt: __, ...user } = account;
    return user;
  }
}

function bearerToken(request: IncomingMessage): string | undefined {
  const match = /^Bearer +(\S+)/i.exec(request.headers.authorization ?? '');
  return match?.[1] ?? protocolToken(request);
}

// Browsers can't set the header of a WebSocket's handshake, so Kubernetes takes the token from the subprotocols.
function protocolToken(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map(protocol => protocol.trim());
  const carrier = offered.find(protocol => protocol.startsWith(protocolPrefix));
  const others = offered.filter(protocol => protocol !== carrier);
  if (carrier === undefined || others.length === 0) return undefined;
  request.headers['sec-websocket-protocol'] = others.join(', ');
  return Buffer.from(carrier.slice(protocolPrefix.length), 'base64url').toString();
}
