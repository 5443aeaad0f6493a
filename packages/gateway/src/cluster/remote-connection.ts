import type { Connection } from '@podbay/remotecommand';
import type { Connector } from './connection.ts';

/** What `remotecommand` opens its WebSockets by. The agent brings along TLS sessions, connections and the proxy. */
export function remoteConnection(connector: Connector): Connection {
  return {
    async open() {
      const { server, headers, tls, agent } = await connector.connect();
      // Node sends an array as several headers, as impersonated groups need; the type knows one of each.
      return { server, headers: headers as Record<string, string>, tls, agent };
    },
  };
}
