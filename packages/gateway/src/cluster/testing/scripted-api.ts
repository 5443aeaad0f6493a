import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Authority, createAuthority, type IssuedCertificate } from './certificates.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

export interface ScriptedApi {
  readonly url: string;
  readonly authority: Authority;
  /** Every request so far, as `METHOD path?query`. */
  readonly requests: readonly string[];
  /** TLS connections accepted so far. */
  readonly connections: () => number;
  /** A kubeconfig with one context `test`; `user` is put in as it is. */
  kubeconfig(user?: object, cluster?: object): string;
  close(): Promise<void>;
}

export interface ScriptedApiOptions {
  readonly handler: Handler;
  /** Default: for 127.0.0.1. */
  readonly certificate?: (authority: Authority) => Promise<IssuedCertificate>;
  readonly requestClientCert?: boolean;
}

/** An API server that does what a test tells it. */
export async function startScriptedApi(options: ScriptedApiOptions): Promise<ScriptedApi> {
  const authority = await createAuthority();
  const issue = options.certificate ?? (ca => ca.issue({ name: '127.0.0.1' }));
  const requests: string[] = [];
  let connections = 0;
  const server = createServer(
    {
      ...(await issue(authority)),
      ca: authority.cert,
      requestCert: options.requestClientCert ?? false,
      rejectUnauthorized: false,
    },
    (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      options.handler(request, response, new URL(request.url ?? '', 'https://test'));
    },
  );
  server.on('secureConnection', (_socket: TLSSocket) => {
    connections += 1;
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ca = Buffer.from(authority.cert).toString('base64');
  return {
    url,
    authority,
    requests,
    connections: () => connections,
    kubeconfig: (user = { token: 'secret' }, cluster = {}) =>
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: url, 'certificate-authority-data': ca, ...cluster } }],
        users: [{ name: 'u', user }],
        contexts: [{ name: 'test', context: { cluster: 'c', user: 'u', namespace: 'web' } }],
        'current-context': 'test',
      }),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** A Kubernetes Status, as errors are answered. */
export function failure(code: number, message: string, extra: object = {}): object {
  return { kind: 'Status', status: 'Failure', code, message, ...extra };
}
