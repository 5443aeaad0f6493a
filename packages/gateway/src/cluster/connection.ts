import type { Agent } from 'node:http';
import { CredentialStore, type CredentialsOptions, readMaterial } from './credentials.ts';
import type { SocketCounts } from './inspect.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';
import { chooseProxy } from './proxy.ts';
import { TlsAgents, type TlsMaterial } from './tls-agents.ts';

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

export interface ConnectorOptions extends Partial<CredentialsOptions> {
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Resolves a kubeconfig's cluster and user to what a handshake needs, anew each time. */
export class Connector {
  /** The API server's address, for messages. */
  readonly server: URL;
  readonly #cluster: ClusterEntry;
  readonly #credentials: CredentialStore;
  readonly #agents = new TlsAgents();
  readonly #proxy: string | undefined;

  constructor(cluster: ClusterEntry, user: UserEntry, options: ConnectorOptions = {}) {
    this.server = new URL(cluster.server);
    this.#cluster = cluster;
    this.#credentials = new CredentialStore(user, cluster, options);
    this.#proxy = chooseProxy(this.server, cluster.proxyUrl, options.env ?? process.env);
  }

  /** Rejects with a `RefusalError` (`cluster-credentials`). */
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

  /** The cluster answered 401: the next `connect` asks for new credentials. */
  dropCredentials(): void {
    this.#credentials.drop();
  }

  /** The connections that are kept or in use for requests. */
  countSockets(): SocketCounts {
    return this.#agents.count();
  }

  close(): void {
    this.#credentials.close();
    this.#agents.close();
  }
}
