import type { ClusterInspection } from '../cluster/inspect.ts';
import type { SessionInspection } from '../session/inspect.ts';

/** Everything that a gateway holds at one moment. */
export interface GatewayInspection {
  readonly sessions: readonly SessionInspection[];
  /** Browsers' connections: WebSockets that were accepted, and all that the server has, those among them. */
  readonly webSockets: number;
  readonly connections: number;
  readonly clusters: readonly ClusterInspection[];
}

/** Whom the debug listener asks. */
export interface DebugSource {
  inspect(): Promise<GatewayInspection>;
  /** Metrics as Prometheus reads them, where they are kept. */
  metrics?(): Promise<string>;
}
