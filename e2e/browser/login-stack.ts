import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import {
  type Authenticator,
  Gateway,
  joinLogins,
  LocalLogin,
  LoginStore,
  OidcLogin,
  ProxyLogin,
  TokenLogin,
} from '@podbay/gateway';
import { type Cluster, type Clusters, gatewayIdentity, loadClusters } from '@podbay/gateway/cluster';
import { pino } from 'pino';
import { OidcIssuer } from './oidc-issuer.ts';
import { assetsDir } from './stack.ts';

export const proxySecret = 'a secret of the proxy';

export interface LoginStackOptions {
  readonly acting?: 'token' | 'impersonate';
  readonly idTokenSeconds?: number;
  /** How often the provider is asked whether it still knows its users. */
  readonly checkMs?: number;
  /** Whether the provider has a UserInfo endpoint; default: yes. */
  readonly userInfo?: boolean;
  /** When browsers' logins end that nobody uses. */
  readonly idleMs?: number;
}

/** A demo cluster, a provider, and a gateway with every way of logging in. */
export class LoginStack implements AsyncDisposable {
  readonly demo: DemoCluster;
  readonly gateway: Gateway;
  readonly issuer: OidcIssuer;
  readonly logins: LoginStore;
  readonly local: LocalLogin;
  readonly log: string[];
  readonly #clusters: Clusters;
  origin = '';

  private constructor(
    parts: Pick<LoginStack, 'demo' | 'gateway' | 'issuer' | 'logins' | 'local' | 'log'>,
    clusters: Clusters,
  ) {
    ({
      demo: this.demo,
      gateway: this.gateway,
      issuer: this.issuer,
      logins: this.logins,
      local: this.local,
      log: this.log,
    } = parts);
    this.#clusters = clusters;
  }

  static async start(options: LoginStackOptions = {}): Promise<LoginStack> {
    const issuer = await OidcIssuer.listen();
    const { clientId, url } = issuer;
    const oidc = { issuer: url, clientId, usernamePrefix: '-', groupsClaim: 'groups' };
    const demo = await startDemoCluster({ unreachableWaitMs: 300, oidc });
    const kubeconfig = { type: 'content', content: demo.kubeconfig } as const;
    const clusters = await loadClusters({
      sources: [{ kubeconfig, demo: true }],
      accessCheckMs: options.checkMs,
    });
    const log: string[] = [];
    const logger = pino({ level: 'info' }, { write: line => log.push(line) });
    const record = (event: Parameters<Gateway['recordAccess']>[0]) => gateway.recordAccess(event);
    const logins = new LoginStore({
      cookieName: 'podbay-e2e-login',
      secure: false,
      sweepMs: 200,
      ...(options.idleMs !== undefined && { idleMs: options.idleMs }),
      record,
      onError: error => logger.warn({ err: error }),
    });
    const local = new LocalLogin({ cookieName: 'podbay-e2e', onStaleLink: () => {} });
    const parts = { issuer, clusters, context: demo.context, logins, local, record };
    const ways = createWays({ ...options, ...parts });
    const authenticator = joinLogins(ways);
    const gateway = new Gateway({ clusters, authenticator, logger, version: '0.0.0', assetsDir });
    const stack = new LoginStack({ demo, gateway, issuer, logins, local, log }, clusters);
    stack.origin = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`;
    const { idTokenSeconds, userInfo } = options;
    await issuer.serve({
      gatewayOrigin: stack.origin,
      users: { dev: ['podbay:staff'], viewer: ['podbay:staff', 'system:masters'] },
      ...(idTokenSeconds !== undefined && { idTokenSeconds }),
      ...(userInfo !== undefined && { userInfo }),
    });
    return stack;
  }

  /** The demo cluster as its administrator sees it. */
  get cluster(): Cluster {
    return this.#clusters.get(this.demo.context, gatewayIdentity);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway.close();
    this.logins.close();
    this.local.close();
    this.#clusters.close();
    await this.demo.close();
    await this.issuer.close();
  }
}

interface WayParts extends LoginStackOptions {
  readonly issuer: OidcIssuer;
  readonly clusters: Clusters;
  readonly context: string;
  readonly logins: LoginStore;
  readonly local: LocalLogin;
  readonly record: Gateway['recordAccess'];
}

function createWays({
  acting = 'token',
  checkMs,
  issuer,
  clusters,
  context,
  logins,
  local,
  record,
}: WayParts): readonly Authenticator[] {
  const prefixes = { username: '', groups: '' };
  const { clientId, clientSecret } = issuer;
  return [
    new ProxyLogin({
      from: ['127.0.0.1'],
      proof: { type: 'secret', header: 'x-podbay-proxy-secret', secret: proxySecret },
      userHeader: 'x-forwarded-user',
      groupsHeader: 'x-forwarded-groups',
      groupsSeparator: ',',
      prefixes,
      record,
    }),
    local,
    new TokenLogin({
      context,
      contexts: [context],
      review: async token => {
        const answer = await clusters.reviewToken(context, token, AbortSignal.timeout(5000));
        return answer.type === 'known' ? answer.user : undefined;
      },
      logins,
      record,
    }),
    new OidcLogin({
      name: 'Example SSO',
      issuer: new URL(issuer.url),
      clientId,
      clientSecret,
      scopes: ['openid', 'groups', 'offline_access'],
      claims: { username: 'sub', groups: 'groups' },
      prefixes,
      acting,
      checkMs,
      contexts: [context],
      publicOrigin: undefined,
      cookieName: 'podbay-e2e',
      secure: false,
      logins,
      record,
      onError: error => record({ type: 'login-failed', method: 'oidc', address: '', reason: String(error) }),
    }),
  ];
}
