import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is used of `oidc-provider`, which comes without types. */
interface Provider {
  callback(): RequestListener;
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
}

interface ProviderContext {
  readonly oidc: {
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly provider: {
      readonly Grant: new (of: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    };
  };
}

type ProviderModule = { readonly default: new (issuer: string, configuration: object) => Provider };

const moduleName: string = 'oidc-provider';

/** How tokens are, and what there is. */
export interface OidcIssuerOptions {
  /** Where the gateway is. */
  readonly gatewayOrigin: string;
  /** The groups of each user; nobody else may log in. */
  readonly users: Readonly<Record<string, readonly string[]>>;
  readonly idTokenSeconds?: number;
  /** Whether it has a UserInfo endpoint; default: yes. */
  readonly userInfo?: boolean;
}

/** An OpenID Connect provider on this machine, with a page that asks for a name alone. */
export class OidcIssuer {
  readonly #server: Server;
  readonly clientId = 'podbay';
  readonly clientSecret = 'a secret of the client';
  /** Who may not have tokens renewed any more. */
  readonly disabled = new Set<string>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Listens; nothing is there before `serve`. */
  static async listen(): Promise<OidcIssuer> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new OidcIssuer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async serve(options: OidcIssuerOptions): Promise<void> {
    const { default: Provider } = (await import(moduleName)) as ProviderModule;
    const provider = new Provider(this.url, this.#configuration(options));
    const handle = provider.callback();
    this.#server.on('request', async (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return handle(request, response);
      if (request.method === 'GET') {
        response.setHeader('Content-Type', 'text/html');
        response.end(
          '<form method="post"><label>Name <input name="name"></label><button>Go on</button></form>',
        );
        return;
      }
      const form = new URLSearchParams((await request.toArray()).join(''));
      const accountId = form.get('name') ?? '';
      const result = Object.hasOwn(options.users, accountId)
        ? { login: { accountId } }
        : { error: 'access_denied', error_description: 'nobody of that name' };
      await provider.interactionFinished(request, response, result);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #configuration(options: OidcIssuerOptions): object {
    const { gatewayOrigin, users, idTokenSeconds = 600, userInfo = true } = options;
    const scopes = ['openid', 'groups', 'offline_access'];
    return {
      clients: [
        {
          client_id: this.clientId,
          client_secret: this.clientSecret,
          redirect_uris: [`${gatewayOrigin}/login/oidc/callback`],
          post_logout_redirect_uris: [`${gatewayOrigin}/`],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
      ],
      scopes,
      claims: { openid: ['sub'], groups: ['groups'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['a key of the cookies'] },
      features: {
        devInteractions: { enabled: false },
        revocation: { enabled: true },
        userinfo: { enabled: userInfo },
      },
      interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      pkce: { required: () => true },
      issueRefreshToken: async () => true,
      ttl: { IdToken: idTokenSeconds, AccessToken: idTokenSeconds },
      findAccount: async (_: unknown, id: string) => {
        if (this.disabled.has(id)) return undefined;
        return { accountId: id, claims: async () => ({ sub: id, groups: users[id] }) };
      },
      loadExistingGrant: async ({ oidc }: ProviderContext) => {
        const { client, session, provider } = oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope(scopes.join(' '));
        await grant.save();
        return grant;
      },
    };
  }
}
