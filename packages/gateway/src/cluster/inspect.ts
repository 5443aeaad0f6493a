/** What one cluster holds at one moment. */
export interface ClusterInspection {
  readonly context: string;
  /** Live lists of pods. */
  readonly watches: number;
  /** Connections for API requests; those of terminals are their sessions'. */
  readonly sockets: SocketCounts;
}

export interface SocketCounts {
  /** With a request under way. */
  readonly busy: number;
  /** Kept for the next request. */
  readonly idle: number;
}
