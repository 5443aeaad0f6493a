/** Every period and deadline of one exec or attach, in milliseconds. */
export interface Timing {
  /** How long `Connection.open()` may take. A credential plugin may be asking its user. */
  readonly credentialsMs: number;
  /** From the start of the connection to 101. Kubernetes itself waits 30 s for a kubelet that does not answer. */
  readonly handshakeMs: number;
  /** How long the body of a refusal may take. */
  readonly refusalBodyMs: number;
  /** The least time between two resizes. */
  readonly resizeIntervalMs: number;
  /** Between two pings, and between two looks at what has come. */
  readonly pingIntervalMs: number;
  /** The connection is lost after this long without one received byte. */
  readonly silenceLimitMs: number;
  /** Silence does not count so long after 101: the API server may be waiting for a kubelet. */
  readonly startGraceMs: number;
  /** Between two empty messages, which keep Kubernetes' idle deadline of 4 h away; pings do not. */
  readonly keepAliveIntervalMs: number;
  /** From the end (a status, `close()`, the server's FIN) to the moment when the socket is destroyed. */
  readonly closeGraceMs: number;
}

const defaults: Timing = {
  credentialsMs: 60_000,
  handshakeMs: 45_000,
  refusalBodyMs: 5_000,
  resizeIntervalMs: 50,
  pingIntervalMs: 20_000,
  silenceLimitMs: 60_000,
  startGraceMs: 35_000,
  keepAliveIntervalMs: 3_600_000,
  closeGraceMs: 2_000,
};

/** The defaults with `overrides` in their place. Throws a TypeError unless each is a positive number of milliseconds. */
export function resolveTiming(overrides: Partial<Timing> = {}): Timing {
  const timing = { ...defaults, ...overrides };
  for (const [name, value] of Object.entries(timing)) {
    // Node fires a timer beyond 2^31-1 ms at once.
    if (typeof value !== 'number' || !(value > 0 && value < 2 ** 31)) {
      throw new TypeError(`timing.${name}: expected milliseconds between 0 and 2^31, got ${String(value)}`);
    }
  }
  return timing;
}
