/** What one context holds at one moment. */
export interface ClusterInspection {
  readonly context: string;
  /** As how many it can be asked now; those that nobody uses are forgotten after a while. */
  readonly identities: number;
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
