import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What a relay connects to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Passes TCP connections on, and lets them break. */
export class TcpRelay {
  readonly #to: Address;
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #frozen = false;

  constructor(to: Address) {
    this.#to = to;
    this.#server = createServer({ allowHalfOpen: true }, near => this.#pass(near));
  }

  async listen(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    await promise;
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on nothing passes, and nobody is told. */
  freeze(): void {
    this.#frozen = true;
    this.#server.close();
    for (const [near, far] of this.#pairs) {
      near.unpipe();
      far.unpipe();
      near.pause();
      far.pause();
    }
  }

  /** Ends all connections: with a RST, or as a process that has ended. */
  cut(how: 'reset' | 'fin'): void {
    for (const sockets of this.#pairs) {
      for (const socket of sockets) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.destroy();
      }
    }
  }

  close(): void {
    this.#server.close();
    this.cut('fin');
  }

  #pass(near: Socket): void {
    const far = connect({ ...this.#to, allowHalfOpen: true });
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => this.#handleClose(pair));
    }
    near.pipe(far);
    far.pipe(near);
  }

  #handleClose(pair: readonly [Socket, Socket]): void {
    this.#pairs.delete(pair);
    if (this.#frozen) return;
    for (const socket of pair) socket.destroy();
  }
}
