import type { ContextSummary } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import type { Identity } from '../identity.ts';
import { Connector } from './connection.ts';
import { type CredentialSource, CredentialStore } from './credentials.ts';
import { fixedToken, impersonatedCredentials, tokenCredentials } from './identity-credentials.ts';
import type { SocketCounts } from './inspect.ts';
import type { ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig-file.ts';
import { TlsAgents } from './tls-agents.ts';

/**
 * One context of a kubeconfig: a cluster, and who asks it.
 *
 *   gateway       the kubeconfig's user ─────────────┐
 *   impersonated  the kubeconfig's user + a name ────┼──► connectors ──► connections, shared where their TLS is equal
 *   token         the user's own token, alone ───────┘
 *
 * Headers are set for each request, so a connection carries requests of many. What proves something while connecting, the
 * kubeconfig user's certificate, is part of the TLS material: a token never meets it.
 */
export class Context {
  readonly summary: ContextSummary;
  readonly #config: Kubeconfig;
  readonly #agents = new TlsAgents();
  #gateway: CredentialStore | undefined;

  constructor(summary: ContextSummary, config: Kubeconfig) {
    this.summary = summary;
    this.#config = config;
  }

  /** Whether it is offered to such a user. */
  isOpenTo(identity: Identity): boolean {
    if (identity.type !== 'token') return true;
    return identity.contexts?.includes(this.summary.name) ?? true;
  }

  /** Throws a `RefusalError` for a context that names what is not there, or an identity that can't be acted as. */
  connector(identity: Identity): Connector {
    const cluster = this.#cluster();
    return this.#connect(cluster, this.#credentials(identity));
  }

  /** As whoever has this token. */
  connectorOf(token: string): Connector {
    return this.#connect(this.#cluster(), fixedToken(token));
  }

  /** The connections that are kept or in use for requests. */
  countSockets(): SocketCounts {
    return this.#agents.count();
  }

  close(): void {
    this.#gateway?.close();
    this.#agents.close();
  }

  #connect(cluster: ClusterEntry, credentials: CredentialSource): Connector {
    return new Connector({ cluster, credentials, agents: this.#agents });
  }

  #credentials(identity: Identity): CredentialSource {
    switch (identity.type) {
      case 'gateway':
        return this.#gatewayCredentials();
      case 'token':
        return tokenCredentials(identity.token);
      case 'impersonated':
        if (this.#user().impersonate !== undefined)
          throw this.#unfit('its user acts as somebody else already');
        return impersonatedCredentials(this.#gatewayCredentials(), identity);
      default:
        return identity satisfies never;
    }
  }

  #gatewayCredentials(): CredentialStore {
    this.#gateway ??= new CredentialStore(this.#user(), this.#cluster());
    return this.#gateway;
  }

  #cluster(): ClusterEntry {
    const { cluster: name } = this.summary;
    const cluster = this.#config.clusters.get(name);
    if (cluster === undefined) throw this.#unfit(`the kubeconfig lacks the cluster ${name || '""'}`);
    if (!URL.canParse(cluster.server)) throw this.#unfit(`the kubeconfig lacks an address of ${name}`);
    return cluster;
  }

  #user(): UserEntry {
    const { user: name } = this.summary;
    const user = this.#config.users.get(name);
    if (user === undefined && name !== '') throw this.#unfit(`the kubeconfig lacks the user ${name}`);
    return user ?? anonymous;
  }

  #unfit(why: string): RefusalError {
    const { name } = this.summary;
    return new RefusalError({
      code: 'cluster-unreachable',
      message: `The context ${name} can't be used: ${why}.`,
      details: { context: name },
    });
  }
}

const anonymous: UserEntry = {
  name: '',
  cert: undefined,
  key: undefined,
  token: undefined,
  basic: undefined,
  exec: undefined,
  authProvider: undefined,
  impersonate: undefined,
};
