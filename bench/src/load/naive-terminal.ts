import type { WebSocket } from 'ws';
import type { Endpoint } from '../endpoint.ts';
import { openSocket } from './socket.ts';
import type { Terminal, TerminalOptions } from './terminal.ts';

const ctrlC = '\x03';
const closeMs = 2_000;

/** A terminal of the plain gateway in `peers/`. */
export class NaiveTerminal implements Terminal {
  readonly #socket: WebSocket;

  constructor(
    { origin, place }: Extract<Endpoint, { type: 'naive' }>,
    { command, listener }: TerminalOptions,
  ) {
    const query = new URLSearchParams({ ...place });
    for (const argument of command) query.append('command', argument);
    this.#socket = openSocket(`${origin.replace(/^http/, 'ws')}/?${query}`, {
      protocols: [],
      headers: {},
      // client-node's resize comes back to nobody; everything that is binary is output.
      handleMessage: (message, isBinary) => {
        if (isBinary) listener.handleOutput(message);
      },
      handleClose: reason => listener.handleClose(reason),
    });
  }

  type(text: string): void {
    this.#socket.send(Buffer.from(text));
  }

  stall(): void {
    this.#socket.pause();
  }

  leave(): void {
    this.#socket.terminate();
  }

  close(): void {
    this.#socket.resume();
    if (this.#socket.readyState === this.#socket.OPEN) this.type(ctrlC);
    const timer = setTimeout(() => this.#socket.terminate(), closeMs);
    this.#socket.on('close', () => clearTimeout(timer));
  }
}
