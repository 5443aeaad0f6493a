/** What the stream server has seen, and what is open now. */
export interface StreamCounters {
  /** Connections that are open now, handshakes included. */
  open: number;
  /** Streams that got their 101, ever. */
  accepted: number;
  /** Requests that were answered with an HTTP error, ever. */
  refused: number;
  /** Commands whose client has left and that run on, now. */
  orphaned: number;
}
