import { once } from 'node:events';
import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsMaterial } from '../tls.ts';
import { sendError } from './answer.ts';
import { type ApiContext, handleApiRequest } from './api-handler.ts';
import type { Upgrade } from './pod-stream.ts';

export interface ApiServerOptions {
  readonly context: ApiContext;
  readonly tls: TlsMaterial;
}

/** The API server's HTTPS side: connections, and answers to whatever fails. */
export class ApiServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #context: ApiContext;

  constructor(options: ApiServerOptions) {
    const { tls } = options;
    this.#context = options.context;
    this.#server = createServer({ key: tls.privateKey, cert: tls.certificate, minVersion: 'TLSv1.2' });
    // Longer than clients keep an idle connection, so that none is closed under a request.
    this.#server.keepAliveTimeout = 120_000;
    this.#server.on('request', (request, response) => this.#handle(request, response, undefined));
    this.#server.on('upgrade', (request, socket, head) =>
      this.#handleUpgrade(request, { socket: socket as Socket, head }),
    );
    this.#server.on('secureConnection', socket => this.#track(socket));
    this.#server.on('connection', socket => this.#track(socket));
  }

  /** Listens on a port of the loopback, 0: any that is free. Resolves with the port; rejects when it is taken. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection, streams included. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #track(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }

  #handle(request: IncomingMessage, response: ServerResponse, upgrade: Upgrade | undefined): void {
    request.on('error', () => {});
    response.on('error', () => {});
    handleApiRequest(this.#context, { request, response, upgrade }).catch(error =>
      sendError(response, error),
    );
  }

  // What is not upgraded after all is answered over HTTP, and its connection with it is over.
  #handleUpgrade(request: IncomingMessage, upgrade: Upgrade & { socket: Socket }): void {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(upgrade.socket);
    response.on('finish', () => upgrade.socket.end());
    this.#handle(request, response, upgrade);
  }
}
