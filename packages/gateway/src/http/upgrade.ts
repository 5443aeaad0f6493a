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
import { addressKey } from '../address-key.ts';
import type { RecordAccess } from '../audit/access-event.ts';
import type { Authenticator, Login, User } from '../auth/authenticator.ts';
import { httpStatus, RefusalError, toRefusal } from '../errors.ts';
import { RateLimit } from '../rate-limit.ts';
import { Connection } from './connection.ts';
import { findBadRequest } from './middleware/guard.ts';
import { NewestConnections } from './newest-connections.ts';
import type { OriginCheck } from './origin.ts';
import type { SenderOf } from './sender.ts';
import type { Terminals } from './terminals.ts';
import { purposeOf, type Tickets } from './tickets.ts';

export interface UpgradeOptions {
  readonly authenticator: Authenticator;
  readonly origins: OriginCheck;
  readonly senderOf: SenderOf;
  readonly tickets: Tickets;
  readonly terminals: Terminals;
  readonly limits: UpgradeLimits;
  /** When browsers are pinged; one that has said nothing for a whole period is dropped. */
  readonly heartbeat: Heartbeat;
  readonly recordAccess?: RecordAccess | undefined;
  readonly logger: Logger;
}

export interface UpgradeLimits {
  /** Terminals that a user may open or resume at once, and how many more each minute. */
  readonly attachBurst: number;
  readonly attachesPerMinute: number;
  /** The largest message that a browser may send, in bytes. */
  readonly maxMessageBytes: number;
}

/** Calls each of many once in a period, and not all of them together. Returns how to end the calls. */
export interface Heartbeat {
  add(call: () => void): () => void;
}

// `closeTimeout` is not in the types yet.
const serverOptions: ServerOptions & { readonly closeTimeout: number } = {
  noServer: true,
  perMessageDeflate: false,
  closeTimeout: 5_000,
  handleProtocols: () => subprotocol,
};

/** A NAT has many users behind one address. */
export const usersPerAddress = 10;

/**
 * The way from an HTTP upgrade to a viewer.
 *
 *   request ──► path, host, origin, address, login, subprotocol, ticket ──► 101 ──► rate, query, session ──► attached
 *                    │ an HTTP status and a sentence                                   │ `refused` or a close code
 *
 * Before 101 only what a browser's own page never meets is refused, or what it gets over by trying again with a new ticket:
 * it could not read the answer. Whoever is refused before 101 holds nothing here.
 */
export class Upgrade {
  readonly #options: UpgradeOptions;
  readonly #server: WebSocketServer;
  readonly #userRate: RateLimit;
  readonly #addressRate: RateLimit;
  readonly #newest = new NewestConnections();

  constructor(options: UpgradeOptions) {
    this.#options = options;
    const { maxMessageBytes, attachBurst, attachesPerMinute } = options.limits;
    this.#server = new WebSocketServer({ ...serverOptions, maxPayload: maxMessageBytes });
    this.#userRate = new RateLimit({ burst: attachBurst, perMinute: attachesPerMinute });
    this.#addressRate = new RateLimit({
      burst: attachBurst * usersPerAddress,
      perMinute: attachesPerMinute * usersPerAddress,
    });
  }

  /** How many browsers are connected. */
  get connectionCount(): number {
    return this.#server.clients.size;
  }

  /** Handles the `upgrade` event of an HTTP server. Never rejects. */
  async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const arrival = this.#newest.arrive();
    const verdict = await this.#check(request).catch((error: unknown) => this.#refusedBy(error));
    if (socket.destroyed) return;
    if (verdict.type === 'refused') {
      const { address } = this.#options.senderOf(request);
      this.#options.recordAccess?.({ ...verdict, address });
      refuse(socket, verdict);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, webSocket => {
      // It never rejects.
      void this.#accept(webSocket, { ...verdict, arrival, transport: socket });
    });
  }

  /** Tells every browser that the gateway goes, and drops those who don't answer. */
  async close(): Promise<void> {
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

  async #check(request: IncomingMessage): Promise<Verdict> {
    const { origins, authenticator, senderOf } = this.#options;
    const url = readUrl(request);
    if (url === undefined) return refused(400, 'The address is malformed.');
    if (url.pathname !== attachPath) return refused(404, `There is no WebSocket at ${url.pathname}.`);
    const sender = senderOf(request);
    const bad = findBadRequest(sender, origins);
    if (bad !== undefined) return refused(httpStatus[bad.code], bad.message);
    if (!this.#addressRate.take(addressKey(sender.address))) return refused(429, tooMany.message);
    const login = await authenticator.authenticate(sender);
    if (login === undefined)
      return refused(401, `You are not logged in. ${authenticator.advice.join(' Or: ')}`);
    if (!offersSubprotocol(request))
      return refused(400, `The WebSocket subprotocol must be ${subprotocol}.`, login.user);
    const query = parseAttachQuery(url.searchParams, randomUUID);
    if (
      login.proof === 'ambient' &&
      !this.#redeemTicket(url, query, { login, origin: request.headers.origin })
    )
      return refused(
        403,
        'The ticket is missing, used, too old or for something else: POST /api/v1/tickets.',
        login.user,
      );
    return { type: 'accepted', login, query, address: sender.address };
  }

  // Whose query is malformed has asked for no ticket: nothing but the explanation follows.
  #redeemTicket(
    url: URL,
    query: AttachQuery | string,
    { login, origin }: { readonly login: Login; readonly origin: string | undefined },
  ): boolean {
    if (typeof query === 'string') return true;
    const ticket = url.searchParams.get('ticket') ?? '';
    return this.#options.tickets.redeem(ticket, { user: login.user, origin, purpose: purposeOf(query) });
  }

  #refusedBy(error: unknown): Refused {
    if (!(error instanceof RefusalError)) this.#options.logger.error({ err: error }, 'upgrade failed');
    const { code, message } = toRefusal(error);
    return refused(httpStatus[code], message);
  }

  async #accept(socket: WebSocket, accepted: Arrived): Promise<void> {
    const { login, query, transport } = accepted;
    const connection = new Connection(socket, {
      login,
      transport,
      onError: error => this.#options.logger.error({ err: error }, 'connection failed'),
    });
    socket.once(
      'close',
      this.#options.heartbeat.add(() => connection.checkAlive()),
    );
    // What it sends before it is attached waits.
    connection.pauseInput();
    try {
      if (typeof query === 'string') throw new RefusalError({ code: 'bad-request', message: `${query}.` });
      this.#takeTurn(login);
      this.#claim(socket, { ...accepted, query });
      await this.#attach(connection, { ...accepted, query });
    } catch (error) {
      if (!(error instanceof RefusalError)) this.#options.logger.error({ err: error }, 'attach failed');
      const refusal = toRefusal(error);
      this.#recordRefused(accepted, refusal);
      refuseViewer(connection, refusal);
    } finally {
      connection.resumeInput();
    }
  }

  #takeTurn({ user }: Login): void {
    if (this.#userRate.take(user.id)) return;
    const retryAfterMs = String(Math.ceil(this.#userRate.waitMs(user.id)));
    throw new RefusalError({ ...tooMany, details: { retryAfterMs } });
  }

  #claim(socket: WebSocket, { query, login, arrival }: Asking): void {
    const client = clientKey(query, login.user);
    this.#newest.claim(client, arrival);
    socket.once('close', () => this.#newest.release(client, arrival));
  }

  async #attach(connection: Connection, asking: Asking): Promise<void> {
    const { terminals } = this.#options;
    const { query, address, arrival } = asking;
    const { user } = asking.login;
    const session = await (query.type === 'open'
      ? terminals.open(query, user, address)
      : terminals.resume(query.session, user));
    if (!connection.isOpen) return;
    if (!this.#newest.isNewest(clientKey(query, user), arrival)) {
      connection.close(closeCodes.replaced, 'this client has connected again');
      return;
    }
    if (session === undefined) {
      const message = 'there is no such session';
      this.#recordRefused({ login: { user }, query, address }, { code: 'session-not-found', message });
      connection.close(closeCodes.noSession, message);
      return;
    }
    connection.attach(session, {
      client: query.client,
      from: address,
      offset: query.type === 'open' ? 0 : query.offset,
      size: query.size,
      takeOver: query.type === 'resume' && query.takeOver,
    });
  }

  #recordRefused({ login, query, address }: Asked, { code, message }: Refusal): void {
    const asked = typeof query === 'string' ? {} : { session: query.session };
    const target = typeof query === 'object' && query.type === 'open' ? query.target : undefined;
    const refused = {
      type: 'refused',
      user: login.user,
      address,
      status: httpStatus[code],
      code,
      message,
    } as const;
    this.#options.recordAccess?.({ ...refused, ...asked, target });
  }
}

interface Accepted {
  readonly type: 'accepted';
  readonly login: Login;
  /** Or what is wrong with it. */
  readonly query: AttachQuery | string;
  /** The client's. */
  readonly address: string;
}

interface Arrived extends Accepted {
  readonly arrival: number;
  readonly transport: Duplex;
}

interface Asking extends Arrived {
  readonly query: AttachQuery;
}

/** One terminal in one page; whoever uses the name of another user's disturbs nobody. */
function clientKey({ session, client }: AttachQuery, { id }: User): string {
  return JSON.stringify([id, session, client]);
}

type Asked = Pick<Accepted, 'query' | 'address'> & { readonly login: Pick<Login, 'user'> };

interface Refused {
  readonly type: 'refused';
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly user: User | undefined;
}

type Verdict = Accepted | Refused;

const tooMany = {
  code: 'limit',
  message: 'Too many terminals at once; try again in a moment.',
} as const satisfies Refusal;

const maxUrlLength = 8192;

function readUrl({ url = '' }: IncomingMessage): URL | undefined {
  if (url.length > maxUrlLength || !url.startsWith('/') || !URL.canParse(url, 'http://gateway'))
    return undefined;
  return new URL(url, 'http://gateway');
}

const refusedCodes: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  429: 'limit',
  500: 'internal',
};

function refused(status: number, message: string, user?: User): Refused {
  return { type: 'refused', status, code: refusedCodes[status] ?? 'bad-request', message, user };
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
