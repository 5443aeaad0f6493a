import type { Refusal } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name can not be looked up right now',
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no network that leads to it',
  ETIMEDOUT: 'it does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: compare the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was issued for another name',
  EPROTO: 'it does not speak TLS as expected',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: is the address http, not https?',
};

const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);

// The server's TLS alerts about the certificate that we showed, in OpenSSL's words.
const clientCertificate =
  /ALERT_(CERTIFICATE_|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;
// A key or certificate of ours that can't be read, or that do not belong together.
const unreadableMaterial = /^ERR_OSSL_/;

/** What a failed connection to `server` means, in plain words. */
export function explainNetworkError(error: unknown, server: URL): Refusal {
  const code = findCode(error);
  if (clientCertificate.test(code)) {
    return credentials(`${server.host} does not accept the client certificate (${code}).`);
  }
  if (unreadableMaterial.test(code)) {
    return credentials(`The kubeconfig's certificate or key can't be used: ${messageOf(error)}.`);
  }
  if (unknownAuthority.has(code)) {
    return unreachable(
      server,
      'its certificate was issued by an authority that the kubeconfig does not name',
    );
  }
  return unreachable(server, words[code] ?? messageOf(error));
}

/** The same as an error to throw. */
export function networkRefusal(error: unknown, server: URL): RefusalError {
  return new RefusalError(explainNetworkError(error, server), { cause: error });
}

function unreachable(server: URL, reason: string): Refusal {
  return {
    code: 'cluster-unreachable',
    message: `The cluster at ${server.host} can't be reached: ${reason}.`,
    hint: 'Check the address in the kubeconfig, and that the network (VPN, proxy) reaches it.',
    details: { server: server.origin, cause: reason },
  };
}

function credentials(message: string): Refusal {
  return { code: 'cluster-credentials', message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of the error, or of what caused it. */
function findCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : findCode(error.cause);
}
