import type { MessageCode } from './classify-message.ts';

/**
 * Why there is no exec or attach. Stable.
 *
 * - `subprotocol-refused`: the server speaks none of the offered subprotocols.
 * - `bad-request`, `not-found`, `server-error`, `unexpected-response`: a refusal whose words are of no known kind.
 * - `credentials`: `Connection.open()` failed; `cause` says why.
 * - `invalid-response`: what came is no HTTP, or a 101 that breaks the WebSocket handshake.
 */
export type HandshakeErrorCode =
  | MessageCode
  | 'subprotocol-refused'
  | 'bad-request'
  | 'not-found'
  | 'server-error'
  | 'unexpected-response'
  | 'credentials'
  | 'connection-refused'
  | 'connection-reset'
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'timeout'
  | 'aborted'
  | 'invalid-response'
  | 'network';

export interface HandshakeErrorOptions extends ErrorOptions {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** There is no exec or attach, and why. The message is Kubernetes' own where it gave one. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
  readonly code: HandshakeErrorCode;
  /** The HTTP status, where one was received. */
  readonly status: number | undefined;
  /** The `reason` of Kubernetes' Status, e.g. `Forbidden`; may be empty. */
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: HandshakeErrorCode, message: string, options: HandshakeErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status;
    this.reason = options.reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
