import { randomBytes } from 'node:crypto';
import {
  type Authenticator,
  defaultLimits,
  type GatewayLimits,
  joinLogins,
  LocalLogin,
  LoginStore,
  OidcLogin,
  type OidcLoginOptions,
  ProxyLogin,
  TokenLogin,
  type TokenUser,
} from '@podbay/gateway';
import type { Clusters } from '@podbay/gateway/cluster';
import type { Logger } from 'pino';
import { CliError } from './cli-error.ts';
import type { AuthConfig } from './config/auth-section.ts';

export interface LoginsOptions {
  readonly auth: AuthConfig | undefined;
  readonly limits: Partial<Pick<GatewayLimits, 'loginBurst' | 'loginsPerMinute' | 'accessCheckMs'>>;
  readonly clusters: Clusters;
  /** The port to listen on. */
  readonly port: number;
  /** Browsers reach the gateway by https alone. */
  readonly secure: boolean;
  readonly publicOrigin: string | undefined;
  readonly record: OidcLoginOptions['record'];
  readonly logger: Logger;
  /** Called when a printed link is opened that has been used up, with a token for a new one. */
  readonly onStaleLink: (token: string) => void;
}

/** The ways of logging in that a configuration names. */
export interface Logins {
  readonly authenticator: Authenticator;
  /** Where there is one, a link for it is printed. */
  readonly local: LocalLogin | undefined;
  close(): void;
}

const reviewTimeoutMs = 10_000;

/** Early enough for who does not come back to be out within the time that is configured. */
const proofShare = 0.7;

/** Early enough for an answer within the time that is configured. */
function checkMsOf({ accessCheckMs = defaultLimits.accessCheckMs }: LoginsOptions['limits']): number {
  return 0.8 * accessCheckMs;
}

/** Without a configuration: the printed link. Throws a `CliError` for what can't be. */
export function createLogins(options: LoginsOptions): Logins {
  const { auth, secure, record, logger, onStaleLink } = options;
  const { loginBurst, loginsPerMinute } = options.limits;
  const cookieName = cookieNameFor(options.port);
  const logins = new LoginStore({
    cookieName: `${cookieName}-login`,
    secure,
    ...(auth?.idle !== undefined && { idleMs: auth.idle }),
    ...(auth?.lifetime !== undefined && { lifetimeMs: auth.lifetime }),
    ...(loginBurst !== undefined && { loginBurst }),
    ...(loginsPerMinute !== undefined && { loginsPerMinute }),
    record,
    onError: error => logger.warn({ err: error }, 'login could not be renewed'),
  });
  const parts: Parts = { ...options, cookieName, logins };
  const lifetimes = { idleMs: auth?.idle, lifetimeMs: auth?.lifetime };
  const local =
    auth?.local === false
      ? undefined
      : new LocalLogin({ cookieName, secure, ...lifetimes, onStaleLink, record });
  // The proxy first: what it says counts more than what a browser still has.
  const ways = [createProxy(parts), local, createToken(parts), createOidc(parts)];
  const authenticator = joinLogins(ways.filter(way => way !== undefined));
  const close = () => {
    local?.close();
    logins.close();
  };
  return { authenticator, local, close };
}

interface Parts extends LoginsOptions {
  readonly cookieName: string;
  readonly logins: LoginStore;
}

function createToken({ auth, clusters, limits, logins, record }: Parts): TokenLogin | undefined {
  if (auth?.token === undefined) return undefined;
  const context = contextOf(clusters, auth.token.context);
  const contexts = auth.token.contexts?.map(name => contextOf(clusters, name)) ?? [context];
  const review = async (token: string): Promise<TokenUser | undefined> => {
    const answer = await clusters.reviewToken(context, token, AbortSignal.timeout(reviewTimeoutMs));
    return answer.type === 'known' ? answer.user : undefined;
  };
  const recheckMs = checkMsOf(limits);
  return new TokenLogin({ context, contexts, review, logins, record, ...(recheckMs > 0 && { recheckMs }) });
}

function createOidc(parts: Parts): OidcLogin | undefined {
  const { auth, clusters, logins, record, cookieName, secure, publicOrigin, logger } = parts;
  if (auth?.oidc === undefined) return undefined;
  const { usernameClaim, groupsClaim, usernamePrefix, groupsPrefix, contexts, ...rest } = auth.oidc;
  return new OidcLogin({
    ...rest,
    claims: { username: usernameClaim, groups: groupsClaim },
    prefixes: { username: usernamePrefix, groups: groupsPrefix },
    contexts: (contexts ?? [undefined]).map(name => contextOf(clusters, name)),
    checkMs: checkMsOf(parts.limits),
    publicOrigin,
    cookieName,
    secure,
    logins,
    record,
    onError: error => logger.warn({ err: error }, 'login failed'),
  });
}

function createProxy({ auth, limits, record }: Parts): ProxyLogin | undefined {
  if (auth?.proxy === undefined) return undefined;
  const { secret, secretHeader, usernamePrefix, groupsPrefix, recheck, clientCertificate, ...rest } =
    auth.proxy;
  try {
    return new ProxyLogin({
      ...rest,
      proof:
        secret === undefined
          ? { type: 'certificate', ...(typeof clientCertificate === 'object' && clientCertificate) }
          : { type: 'secret', header: secretHeader, secret },
      prefixes: { username: usernamePrefix, groups: groupsPrefix },
      recheckMs: recheck ?? proofShare * (limits.accessCheckMs ?? defaultLimits.accessCheckMs),
      record,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError(`auth.proxy.from: ${error.message}`);
  }
}

function contextOf(clusters: Clusters, wanted: string | undefined): string {
  const identity = { type: 'gateway' } as const;
  const name = wanted ?? clusters.current(identity);
  const names = clusters.contexts(identity).map(context => context.name);
  if (name !== undefined && names.includes(name)) return name;
  throw new CliError(`auth: there is no context ${name ?? ''}; there are: ${names.join(', ')}`);
}

/** Browsers share cookies between the ports of a host: each gateway has its own, and a fixed port keeps its name. */
function cookieNameFor(port: number): string {
  return `podbay-${port === 0 ? randomBytes(4).toString('hex') : port}`;
}
