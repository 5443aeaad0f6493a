import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

interface Destination {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

const connectTimeoutMs = 30_000;

/** Reaches https servers through an `http://` or `https://` proxy, by CONNECT (RFC 9110 section 9.3.6). */
export class TunnelAgent extends Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(
    options: Destination,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const done = callback as ((error: Error | null, stream?: Duplex) => void) | undefined;
    openTunnel(this.#proxy, `${options.host}:${options.port}`).then(
      socket => done?.(null, connect({ ...options, socket } as object)),
      (error: Error) => done?.(error),
    );
  }
}

async function openTunnel(proxy: URL, authority: string): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(proxy, {
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: { Host: authority, ...authorization(proxy) },
    timeout: connectTimeoutMs,
  });
  const refuse = (response: IncomingMessage) =>
    new Error(`the proxy ${proxy.host} answered ${response.statusCode} ${response.statusMessage}`);
  request.on('error', reject);
  request.on('timeout', () => request.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
  request.on('response', response => {
    response.destroy();
    reject(refuse(response));
  });
  request.on('connect', (response, socket) => {
    if (response.statusCode === 200) return resolve(socket.setTimeout(0));
    socket.destroy();
    reject(refuse(response));
  });
  request.end();
  return await promise;
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const userInfo = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(userInfo).toString('base64')}` };
}
