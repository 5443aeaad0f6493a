import type { Agent } from 'node:http';
import type { ConnectionOptions } from 'node:tls';

/** Where the API server is and as whom to speak to it. */
export interface Connection {
  /** Called for every handshake, so that credentials are fresh. May reject: the handshake fails as `credentials`. */
  open(): Promise<ConnectionParameters>;
  /** Called at each 101: the socket is the process' own from now on, and its agent's no more. */
  handleOpened?(): void;
}

export interface ConnectionParameters {
  /** `http:` or `https:`; a path is a prefix of every request's path. */
  readonly server: URL;
  /** E.g. `Authorization` and the `Impersonate-*` headers; an array is sent as several headers. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** `ca`, `cert`, `key`, `pfx`, `passphrase`, `rejectUnauthorized`, `servername`. */
  readonly tls: ConnectionOptions;
  /**
   * For a proxy, say. Its own TLS options override those above, and a connection that it has kept may have been closed by
   * the server just when it is used.
   */
  readonly agent?: Agent;
}
