import { HandshakeError, type HandshakeErrorCode } from './handshake-error.ts';

const systemCodes: Readonly<Record<string, HandshakeErrorCode>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'timeout',
  EPROTO: 'tls',
};

/** OpenSSL's verification results and Node's own TLS codes; there are some forty, and all are of one of these forms. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|ERROR_IN_)/;

/** ws gives its errors no code before the connection is open. */
const wsMessages: readonly (readonly [RegExp, HandshakeErrorCode])[] = [
  [/subprotocol/, 'subprotocol-refused'],
  [/^Invalid (Upgrade|Sec-WebSocket-)|extension/, 'invalid-response'],
];

/** An error of the connection, TLS, HTTP or WebSocket layer under the handshake. */
export function networkError(cause: unknown): HandshakeError {
  const message = cause instanceof Error ? cause.message || errorCode(cause) : String(cause);
  return new HandshakeError(classify(errorCode(cause), message), message, { cause });
}

function classify(code: string, message: string): HandshakeErrorCode {
  if (tlsCode.test(code)) return 'tls';
  if (code.startsWith('HPE_')) return 'invalid-response';
  return systemCodes[code] ?? wsMessages.find(([pattern]) => pattern.test(message))?.[1] ?? 'network';
}

/** The `code` of a system error, else an empty string. Of several addresses tried, Node gives the first one's. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
