import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Subprotocol } from './channel.ts';
import type { ConnectionParameters } from './connection.ts';
import { DirectHttpAgent, DirectHttpsAgent } from './direct-agents.ts';
import { HandshakeError } from './handshake-error.ts';
import { networkError } from './network-error.ts';
import { readRefusal } from './refusal.ts';
import { requestUrl } from './request-url.ts';
import type { Timing } from './timing.ts';

/** Kubernetes sends at most 32 KiB and one byte at a time; this leaves room and bounds a server that is none. */
const maxMessageBytes = 4 * 1024 * 1024;

/** Where the connection brings no agent. */
const agents = { 'http:': new DirectHttpAgent(), 'https:': new DirectHttpsAgent() } as const;

/** A paused socket is read no more after the next chunk; Node would go on until 64 KiB wait. */
const promptPause = { highWaterMark: 1 };

/** A WebSocket that has just opened, and the socket it runs on. */
export interface OpenedSocket {
  readonly ws: WebSocket;
  readonly transport: Socket;
  readonly maxMessageBytes: number;
}

export interface HandshakeOptions {
  readonly parameters: ConnectionParameters;
  readonly path: string;
  readonly subprotocols: readonly Subprotocol[];
  readonly timing: Timing;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a WebSocket. Resolves with what `accept` makes of it, called at 101 in the same turn, before any message; rejects
 * with a HandshakeError, and then no socket is left.
 */
export async function handshake<T>(
  options: HandshakeOptions,
  accept: (opened: OpenedSocket) => T,
): Promise<T> {
  const { timing, signal } = options;
  if (signal?.aborted) throw abortError(signal);
  const ws = openSocket(options);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let transport: Socket;
  // Who opens it is told once, and then not held by what it has opened.
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', handleAbort);
    ws.removeAllListeners();
  };
  const fail = (error: HandshakeError) => {
    release();
    // What `terminate` does to a handshake comes back as an error.
    ws.on('error', ignoreError);
    ws.terminate();
    reject(error);
  };
  const handleError = (error: Error) => fail(networkError(error));
  const handleClose = () =>
    fail(new HandshakeError('network', 'The connection was closed during the handshake'));
  const handleAbort = () => fail(abortError(signal));
  const timer = setTimeout(() => fail(timeoutError('The handshake', timing.handshakeMs)), timing.handshakeMs);

  ws.on('error', handleError).on('close', handleClose);
  signal?.addEventListener('abort', handleAbort);
  ws.on('unexpected-response', (_request, response) => {
    // From here on the body's own deadline holds, and a connection that breaks has still told what it has told.
    clearTimeout(timer);
    ws.off('error', handleError).off('close', handleClose).on('error', ignoreError);
    void readRefusal(response, timing.refusalBodyMs).then(fail);
  });
  ws.on('upgrade', response => {
    transport = response.socket;
  });
  ws.on('open', () => {
    release();
    resolve(accept({ ws, transport, maxMessageBytes }));
  });
  return promise;
}

export function abortError(signal: AbortSignal | undefined): HandshakeError {
  return new HandshakeError('aborted', 'The signal was aborted', { cause: signal?.reason });
}

export function timeoutError(what: string, afterMs: number): HandshakeError {
  return new HandshakeError('timeout', `${what} took longer than ${afterMs} ms`);
}

function openSocket({ parameters, path, subprotocols }: HandshakeOptions): WebSocket {
  const url = requestUrl(parameters.server, path);
  try {
    return new WebSocket(url, [...subprotocols], {
      ...parameters.tls,
      agent: parameters.agent ?? agents[url.protocol as keyof typeof agents],
      ...(url.protocol === 'https:' && { generateMask: zeroMask }),
      // ws hands them on to Node, which sends an array as several headers; the types of ws know strings alone.
      headers: { ...parameters.headers } as Record<string, string>,
      perMessageDeflate: false,
      followRedirects: false,
      ...promptPause,
      maxPayload: maxMessageBytes,
    });
  } catch (error) {
    // Node throws at once for a certificate or key it can't read and a header value it can't send.
    const problem = networkError(error);
    throw problem.code === 'tls'
      ? problem
      : new HandshakeError('credentials', problem.message, { cause: error });
  }
}

/**
 * The mask keeps a proxy that reads plain text from being fooled (RFC 6455, section 10.3). There is none within TLS, and
 * ws copies and masks nothing when it is zero.
 */
function zeroMask(mask: Buffer): void {
  mask.fill(0);
}

function ignoreError(): void {}
