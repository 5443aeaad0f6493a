import { type ApiClient, apiPath } from './api-client.ts';
import type { Connector } from './connection.ts';

// The shell that took the last one comes first.
const delayMs = 50;

/**
 * An idle connection to the API server for what is asked next, where an exec has taken the last one for itself: without it
 * the next shell, and the look at what a shell has left, would wait for a TCP and a TLS handshake. However many are taken
 * at once, one is made. It ends like all others when nobody uses it.
 */
export class SpareConnection {
  readonly #connector: Connector;
  readonly #client: ApiClient;
  readonly #closing: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(connector: Connector, client: ApiClient, closing: AbortSignal) {
    this.#connector = connector;
    this.#client = client;
    this.#closing = closing;
  }

  /** One has been taken. */
  replace(): void {
    this.#timer ??= setTimeout(() => void this.#make(), delayMs).unref();
  }

  async #make(): Promise<void> {
    this.#timer = undefined;
    try {
      this.#closing.throwIfAborted();
      const { agent } = await this.#connector.connect();
      if (Object.keys(agent.freeSockets).length > 0) return;
      // Whatever it answers, the agent keeps the connection.
      await this.#client.get(apiPath('version'), { signal: this.#closing });
    } catch {
      // Whoever needs one is told why there is none.
    }
  }
}
