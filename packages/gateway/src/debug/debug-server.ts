import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OriginCheck } from '../http/origin.ts';
import { EventLoopMonitor } from './event-loop.ts';
import { type DebugRequest, listOf, type Route, type Routes, sendText } from './route.ts';
import { createRoutes } from './routes.ts';
import type { DebugSource } from './source.ts';

const host = '127.0.0.1';

/**
 * Answers who looks for a leak in a running gateway, on the loopback alone: everybody with an account on this machine may
 * ask, and a heap snapshot holds what is in memory, secrets too. So it is there only where somebody wants it.
 */
export class DebugServer {
  readonly #origins = new OriginCheck();
  readonly #eventLoop = new EventLoopMonitor();
  readonly #closing = new AbortController();
  readonly #server: Server;
  readonly #routes: Routes;
  #heavyRuns = false;

  constructor(source: DebugSource) {
    this.#routes = createRoutes(source, this.#eventLoop);
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  /** Starts to listen on 127.0.0.1; `port` 0 takes a free one. Resolves with the port; rejects with the socket's error. */
  async listen(port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(port, host, resolve);
    await promise;
    this.#server.off('error', reject);
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#eventLoop.close();
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (!this.#isOwn(request)) return sendText(response, 'This is for this machine alone.\n', 403);
    if (request.method !== 'GET') return sendText(response, 'There is only GET.\n', 405);
    const url = URL.parse(request.url ?? '/', `http://${host}`);
    const route = this.#routes.get(url?.pathname ?? '');
    if (url === null || route === undefined) return sendText(response, listOf(this.#routes), 404);
    if (route.heavy && this.#heavyRuns)
      return sendText(response, 'Another snapshot or profile is made.\n', 409);
    await this.#answer(route, { params: url.searchParams, response, signal: this.#signalOf(response) });
  }

  async #answer(route: Route, request: DebugRequest): Promise<void> {
    const { response, signal } = request;
    if (route.heavy) this.#heavyRuns = true;
    try {
      await route.answer(request);
    } catch (error) {
      // A client that left is no failure; to another one half an answer must not look like a whole one.
      if (response.headersSent || signal.aborted) response.destroy();
      else sendText(response, `${error instanceof Error ? error.stack : String(error)}\n`, 500);
    } finally {
      if (route.heavy) this.#heavyRuns = false;
    }
  }

  // A page that is open in this machine's browser could ask, too, though not read: a heap snapshot stops everything.
  #isOwn({ headers }: IncomingMessage): boolean {
    const site = headers['sec-fetch-site'];
    const isOwnSite = site === undefined || site === 'none' || site === 'same-origin';
    const { host, origin } = headers;
    return isOwnSite && this.#origins.isOwnHost(host) && this.#origins.isOwnOrigin(origin, host);
  }

  #signalOf(response: ServerResponse): AbortSignal {
    const left = new AbortController();
    response.on('close', () => left.abort());
    return AbortSignal.any([left.signal, this.#closing.signal]);
  }
}
