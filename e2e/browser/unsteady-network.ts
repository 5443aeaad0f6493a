import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy of TCP between browsers and the gateway, whose connections break when a test says so. */
export class UnsteadyNetwork {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #down = false;

  private constructor(server: Server, gatewayPort: number) {
    this.#server = server;
    server.on('connection', browser => this.#carry(browser, gatewayPort));
  }

  static async start(gatewayOrigin: string): Promise<UnsteadyNetwork> {
    const network = new UnsteadyNetwork(createServer(), Number(new URL(gatewayOrigin).port));
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  /** Where browsers reach the gateway: `http://127.0.0.1:PORT`. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `address`, by way of this network. */
  through(address: string): string {
    return address.replace(new URL(address).origin, this.origin);
  }

  /** Breaks what is connected; new connections are taken. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Breaks what is connected, and every new connection, until `restore`. */
  goDown(): void {
    this.#down = true;
    this.cut();
  }

  restore(): void {
    this.#down = false;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.cut();
    await once(this.#server, 'close');
  }

  #carry(browser: Socket, gatewayPort: number): void {
    browser.on('error', () => {});
    if (this.#down) {
      browser.resetAndDestroy();
      return;
    }
    const gateway = connect(gatewayPort, '127.0.0.1');
    gateway.on('error', () => {});
    for (const [from, to] of [
      [browser, gateway],
      [gateway, browser],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(to);
      from.once('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
  }
}
