import { channels, encodeFrame, encodeResize, v5 } from '@podbay/remotecommand';
import type { WebSocket } from 'ws';
import type { Endpoint } from '../endpoint.ts';
import { openSocket } from './socket.ts';
import type { Terminal, TerminalOptions } from './terminal.ts';

const ctrlC = '\x03';
const closeMs = 2_000;

/** The API server's exec by itself. */
export class ExecTerminal implements Terminal {
  readonly #socket: WebSocket;

  constructor(
    { access, place }: Extract<Endpoint, { type: 'exec' }>,
    { command, listener }: TerminalOptions,
  ) {
    const { namespace, pod, container } = place;
    const query = new URLSearchParams({ container, stdin: 'true', stdout: 'true', tty: 'true' });
    for (const argument of command) query.append('command', argument);
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`;
    this.#socket = openSocket(`${access.server.replace(/^http/, 'ws')}${path}`, {
      ...access.tls,
      protocols: [v5],
      headers: access.headers,
      handleMessage: message => {
        if (message[0] === channels.stdout && message.length > 1) listener.handleOutput(message.subarray(1));
      },
      handleClose: reason => listener.handleClose(reason),
    });
    this.#socket.on('open', () => this.#socket.send(encodeResize({ cols: 80, rows: 24 })));
  }

  type(text: string): void {
    this.#socket.send(encodeFrame(channels.stdin, Buffer.from(text)));
  }

  stall(): void {
    this.#socket.pause();
  }

  leave(): void {
    this.#socket.terminate();
  }

  // Whoever only leaves leaves the program behind.
  close(): void {
    this.#socket.resume();
    if (this.#socket.readyState === this.#socket.OPEN) this.type(ctrlC);
    const timer = setTimeout(() => this.#socket.terminate(), closeMs);
    this.#socket.on('close', () => clearTimeout(timer));
  }
}
