import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AttachedMessage,
  type AttachQuery,
  type ClientMessage,
  parseAttachQuery,
  parseClientMessage,
  type ServerMessage,
} from '@podbay/protocol';
import { type WebSocket, WebSocketServer } from 'ws';

/** One connection as the gateway sees it: it does only what the test says. */
export class GatewayConnection {
  readonly query: AttachQuery;
  readonly ticket: string | null;
  readonly socket: WebSocket;
  readonly messages: ClientMessage[] = [];
  readonly closed: Promise<number>;
  /** Bytes of input so far. */
  inputBytes = 0;
  readonly #input: Buffer[] = [];
  #changed = Promise.withResolvers<void>();

  constructor(socket: WebSocket, query: AttachQuery, ticket: string | null) {
    this.socket = socket;
    this.query = query;
    this.ticket = ticket;
    this.closed = once(socket, 'close').then(([code]) => Number(code));
    socket.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#handle(data, isBinary));
  }

  /** All input so far. */
  get input(): Buffer {
    return Buffer.concat(this.#input);
  }

  send(message: ServerMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  attach(message: Partial<AttachedMessage> = {}): void {
    const { session } = this.query;
    const target = { context: 'c', namespace: 'n', pod: 'p', container: 'c' };
    const counts = {
      offset: 0,
      head: message.offset ?? 0,
      missed: 0,
      snapshot: null,
      input: 0,
      cols: 80,
      rows: 24,
    };
    this.send({ type: 'attached', session, target, role: 'writer', ...counts, ...message });
  }

  output(bytes: string | Uint8Array): void {
    this.socket.send(Buffer.from(bytes as Uint8Array), { binary: true });
  }

  /** Waits until `test` holds; it is tried after each message that comes. */
  async until(test: (connection: this) => boolean): Promise<void> {
    while (!test(this)) await this.#changed.promise;
  }

  /** The messages of one type. */
  of<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }>[] {
    return this.messages.filter(message => message.type === type) as Extract<ClientMessage, { type: Type }>[];
  }

  #handle(data: Buffer, isBinary: boolean): void {
    const message = isBinary ? data : parseClientMessage(data.toString());
    if (typeof message === 'string') throw new Error(message);
    if (Buffer.isBuffer(message)) this.#take(message);
    else this.messages.push(message);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  #take(input: Buffer): void {
    this.#input.push(input);
    this.inputBytes += input.length;
  }
}

/** A WebSocket server on a port of its own that plays the gateway. */
export class ScriptedGateway implements AsyncDisposable {
  readonly #http: Server;
  readonly #server: WebSocketServer;
  readonly #waiting: ((connection: GatewayConnection) => void)[] = [];
  readonly #arrived: GatewayConnection[] = [];

  /** What is asked for tickets, and how it answers. */
  readonly ticketRequests: string[] = [];
  answerTicket: () => { readonly status: number; readonly body: unknown } = () => ({
    status: 200,
    body: { ticket: 'a-ticket', expiresInMs: 30_000 },
  });

  private constructor(http: Server) {
    this.#http = http;
    this.#server = new WebSocketServer({ server: http, handleProtocols: () => 'podbay.v1' });
    http.on('request', async (request, response) => {
      this.ticketRequests.push((await request.toArray()).join(''));
      const { status, body } = this.answerTicket();
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    this.#server.on('connection', (socket, request) => {
      const { searchParams } = new URL(request.url ?? '', 'http://gateway');
      const query = parseAttachQuery(searchParams, () => '');
      if (typeof query === 'string') throw new Error(query);
      const connection = new GatewayConnection(socket, query, searchParams.get('ticket'));
      const waiting = this.#waiting.shift();
      if (waiting === undefined) this.#arrived.push(connection);
      else waiting(connection);
    });
  }

  static async start(): Promise<ScriptedGateway> {
    const http = createServer();
    await once(http.listen(0, '127.0.0.1'), 'listening');
    return new ScriptedGateway(http);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** How many connections came and were not taken by `next`. */
  get unexpected(): number {
    return this.#arrived.length;
  }

  /** The next connection that comes. */
  next(): Promise<GatewayConnection> {
    const connection = this.#arrived.shift();
    if (connection !== undefined) return Promise.resolve(connection);
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise(resolve => this.#server.close(resolve));
    this.#http.closeAllConnections();
    await new Promise(resolve => this.#http.close(resolve));
  }
}
