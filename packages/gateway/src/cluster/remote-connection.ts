import type { Connection } from '@podbay/remotecommand';
import type { Connector } from './connection.ts';
import type { SpareConnection } from './spare-connection.ts';

/** What `remotecommand` opens its WebSockets by. The agent brings along TLS sessions, connections and the proxy. */
export function remoteConnection(connector: Connector, spare: SpareConnection): Connection {
  return { open: () => connector.connect(), handleOpened: () => spare.replace() };
}
