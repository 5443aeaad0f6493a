import { randomUUID } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type AttachQuery,
  attachPath,
  closeCodes,
  parseAttachQuery,
  type Refusal,
  subprotocol,
} from '@podbay/protocol';
import type { Logger } from 'pino';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Authenticator, User } from '../auth/authenticator.ts';
import { RefusalError, toRefusal } from '../errors.ts';
import { Connection } from './connection.ts';
import type { OriginCheck } from './origin.ts';
import { RateLimit } from './rate-limit.ts';
import type { Terminals } from './terminals.ts';

export interface UpgradeOptions {
  readonly authenticator: Authenticator;
  readonly origins: OriginCheck;
  readonly terminals: Terminals;
  readonly limits: UpgradeLimits;
  readonly logger: Logger;
}

export interface UpgradeLimits {
  /** Terminals that a user may open or resume at once, and how many more each minute. */
  readonly attachBurst: number;
  readonly attachesPerMinute: number;
  /** How often browsers are pinged, in ms; one that has said nothing for a whole period is dropped. */
  readonly heartbeatMs: number;
  /** The largest message that a browser may send, in bytes. */
  readonly maxMessageBytes: number;
}

// `closeTimeout` is not in the types yet.
const serverOptions: ServerOptions & { readonly closeTimeout: number } = {
  noServer: true,
  perMessageDeflate: false,
  closeTimeout: 5_000,
  handleProtocols: () => subprotocol,
};

/**
 * The way from an HTTP upgrade to a viewer.
 *
 *   request ──► path, host, origin, login, subprotocol ──► 101 ──► query ──► session ──► attached
 *                    │ an HTTP status and a sentence                 │ `refused` or a close code
 *
 * Before 101 only what a browser's own page never meets is refused: it could not read the answer.
 */
export class Upgrade {
  readonly #options: UpgradeOptions;
  readonly #server: WebSocketServer;
  readonly #rate: RateLimit;
  readonly #connections = new Set<Connection>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: UpgradeOptions) {
    this.#options = options;
    const { maxMessageBytes, attachBurst, attachesPerMinute } = options.limits;
    this.#server = new WebSocketServer({ ...serverOptions, maxPayload: maxMessageBytes });
    this.#rate = new RateLimit({ burst: attachBurst, perMinute: attachesPerMinute });
    this.#heartbeat = setInterval(() => this.#checkAlive(), options.limits.heartbeatMs).unref();
  }

  /** How many browsers are connected. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Handles the `upgrade` event of an HTTP server. */
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const verdict = this.#check(request);
    if (verdict.type === 'refused') {
      refuse(socket, verdict);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, webSocket => this.#accept(webSocket, verdict));
  }

  /** Tells every browser that the gateway goes, and drops those who don't answer. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const client of this.#server.clients)
      client.close(closeCodes.shuttingDown, 'the gateway shuts down');
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    const timer = setTimeout(() => {
      for (const client of this.#server.clients) client.terminate();
    }, 1000);
    await promise;
    clearTimeout(timer);
  }

  #check(request: IncomingMessage): Verdict {
    const { host, origin, cookie } = request.headers;
    const { origins, authenticator } = this.#options;
    if (!URL.canParse(request.url ?? '', 'http://gateway')) return refused(400, 'The address is malformed.');
    const url = new URL(request.url ?? '', 'http://gateway');
    if (url.pathname !== attachPath) return refused(404, `There is no WebSocket at ${url.pathname}.`);
    if (!origins.isOwnHost(host)) return refused(403, 'This gateway has another name.');
    if (!origins.isOwnOrigin(origin, host)) return refused(403, 'The request comes from another site.');
    const user = authenticator.authenticate({ cookie });
    if (user === undefined) return refused(401, `You are not logged in. ${authenticator.advice}`);
    if (!offersSubprotocol(request)) return refused(400, `The WebSocket subprotocol must be ${subprotocol}.`);
    if (!this.#rate.take(user.id)) return refused(429, 'Too many terminals at once; try again in a moment.');
    return { type: 'accepted', user, params: url.searchParams };
  }

  #accept(socket: WebSocket, { user, params }: Accepted): void {
    const connection = new Connection(socket, error =>
      this.#options.logger.error({ err: error }, 'connection failed'),
    );
    this.#connections.add(connection);
    socket.once('close', () => this.#connections.delete(connection));
    const query = parseAttachQuery(params, randomUUID);
    if (typeof query === 'string') {
      refuseViewer(connection, { code: 'bad-request', message: `${query}.` });
      return;
    }
    try {
      this.#attach(connection, { query, user });
    } catch (error) {
      if (!(error instanceof RefusalError)) this.#options.logger.error({ err: error }, 'attach failed');
      refuseViewer(connection, toRefusal(error));
    }
  }

  #attach(
    connection: Connection,
    { query, user }: { readonly query: AttachQuery; readonly user: User },
  ): void {
    const { terminals } = this.#options;
    const session = query.type === 'open' ? terminals.open(query, user) : terminals.find(query.session, user);
    if (session === undefined) {
      connection.close(closeCodes.noSession, 'there is no such session');
      return;
    }
    connection.attach(session, {
      client: query.client,
      offset: query.type === 'open' ? 0 : query.offset,
      size: query.size,
      takeOver: query.type === 'resume' && query.takeOver,
    });
  }

  #checkAlive(): void {
    for (const connection of this.#connections) connection.checkAlive();
  }
}

interface Accepted {
  readonly type: 'accepted';
  readonly user: User;
  readonly params: URLSearchParams;
}

interface Refused {
  readonly type: 'refused';
  readonly status: number;
  readonly message: string;
}

type Verdict = Accepted | Refused;

function refused(status: number, message: string): Refused {
  return { type: 'refused', status, message };
}

function offersSubprotocol(request: IncomingMessage): boolean {
  const offered = request.headers['sec-websocket-protocol']?.split(',') ?? [];
  return offered.some(name => name.trim() === subprotocol);
}

function refuse(socket: Duplex, { status, message }: Refused): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
    () => socket.destroy(),
  );
}

function refuseViewer(connection: Connection, refusal: Refusal): void {
  connection.sendMessage({ type: 'refused', refusal });
  connection.close(closeCodes.ended, refusal.code);
}
