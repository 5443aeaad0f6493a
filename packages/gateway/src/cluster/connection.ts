import type { Agent } from 'node:http';
import { type CredentialSource, readMaterial } from './credentials.ts';
import type { ClusterEntry } from './kubeconfig-file.ts';
import { chooseProxy } from './proxy.ts';
import type { TlsAgents, TlsMaterial } from './tls-agents.ts';

/** What one request or handshake to an API server needs. */
export interface ClusterConnection {
  /** The API server's address; a path in it comes before every API path. */
  readonly server: URL;
  /** An impersonated group has a header of its own each: Node sends an array as several headers. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
  /** Connects with `tls`, and keeps connections for the next request. */
  readonly agent: Agent;
}

export interface ConnectorOptions {
  readonly cluster: ClusterEntry;
  readonly credentials: CredentialSource;
  /** Shared by all who connect to the cluster; their owner closes them. */
  readonly agents: TlsAgents;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Resolves a kubeconfig's cluster and somebody's credentials to what a handshake needs, anew each time. */
export class Connector {
  /** The API server's address, for messages. */
  readonly server: URL;
  readonly #cluster: ClusterEntry;
  readonly #credentials: CredentialSource;
  readonly #agents: TlsAgents;
  readonly #proxy: string | undefined;

  constructor({ cluster, credentials, agents, env = process.env }: ConnectorOptions) {
    this.server = new URL(cluster.server);
    this.#cluster = cluster;
    this.#credentials = credentials;
    this.#agents = agents;
    this.#proxy = chooseProxy(this.server, cluster.proxyUrl, env);
  }

  /** Rejects with a `RefusalError`: `cluster-credentials`, or what a login says. */
  async connect(): Promise<ClusterConnection> {
    const [{ headers, cert, key }, ca] = await Promise.all([
      this.#credentials.get(),
      readMaterial(this.#cluster.ca, 'certificate authority'),
    ]);
    const tls: TlsMaterial = {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(this.#cluster.tlsServerName && { servername: this.#cluster.tlsServerName }),
      ...(this.#cluster.skipTlsVerify && { rejectUnauthorized: false }),
    };
    const agent = await this.#agents.get(this.server, tls, this.#proxy);
    return { server: this.server, headers, tls, agent };
  }

  /** The cluster answered 401: the next `connect` asks for new credentials. `false`: there are no others. */
  dropCredentials(): boolean {
    return this.#credentials.drop();
  }
}
