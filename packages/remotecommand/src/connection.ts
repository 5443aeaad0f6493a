import type { Agent } from 'node:http';
import type { ConnectionOptions } from 'node:tls';

/** Where the API server is and as whom to speak to it. */
export interface Connection {
  /** Called for every handshake, so that credentials are fresh. May reject: the handshake fails as `credentials`. */
  open(): Promise<ConnectionParameters>;
}

export interface ConnectionParameters {
  /** `http:` or `https:`; a path is a prefix of every request's path. */
  readonly server: URL;
  /** E.g. `Authorization` and the `Impersonate-*` headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** `ca`, `cert`, `key`, `pfx`, `passphrase`, `rejectUnauthorized`, `servername`. */
  readonly tls: ConnectionOptions;
  /** Only for a proxy: an agent's own TLS options would override the fresh ones above. */
  readonly agent?: Agent;
}
