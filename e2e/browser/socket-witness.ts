import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Notes the connections of this process that belong to sessions and pages: those that the gateway accepted, and those that
 * were upgraded on the way to a container. What is kept alive to list pods with is not among them.
 */
export class SocketWitness {
  readonly #open = new Map<Socket, string>();
  #gatewayPort = 0;

  constructor() {
    subscribe('net.server.socket', this.#handleAccepted);
    subscribe('http.client.request.created', this.#handleRequest);
  }

  set gatewayPort(port: number) {
    this.#gatewayPort = port;
  }

  /** What is open, in words. */
  open(): readonly string[] {
    return [...this.#open.values()];
  }

  /** Breaks the connections to browsers, as a network does. */
  breakBrowsers(): void {
    for (const [socket, words] of this.#open) if (words.startsWith('from ')) socket.resetAndDestroy();
  }

  close(): void {
    unsubscribe('net.server.socket', this.#handleAccepted);
    unsubscribe('http.client.request.created', this.#handleRequest);
  }

  readonly #handleAccepted = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    if (socket.localPort === this.#gatewayPort) this.#note(socket, `from port ${socket.remotePort}`);
  };

  readonly #handleRequest = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    request.once('upgrade', (_response, socket: Socket) => this.#note(socket, `to ${request.path}`));
  };

  #note(socket: Socket, words: string): void {
    this.#open.set(socket, words);
    socket.once('close', () => this.#open.delete(socket));
  }
}
