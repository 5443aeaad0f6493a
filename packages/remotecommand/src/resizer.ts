import { encodeResize } from './channel.ts';
import type { MessageSocket } from './message-socket.ts';
import { clampSize, type TerminalSize } from './terminal-size.ts';

/**
 * Sends the terminal's size: the first at once, then the latest, not more often than the interval allows.
 *
 * Every message is built here from checked integers: after one that is not two uint16 Kubernetes' single read loop blocks,
 * and with it stdin, pongs and the notice of a disconnect.
 */
export class Resizer {
  readonly #socket: MessageSocket;
  readonly #intervalMs: number;
  #waiting: TerminalSize | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: MessageSocket, intervalMs: number) {
    this.#socket = socket;
    this.#intervalMs = intervalMs;
  }

  resize(size: TerminalSize): void {
    this.#waiting = clampSize(size);
    if (this.#timer === undefined) this.#send();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
  }

  #send(): void {
    const size = this.#waiting;
    this.#timer = undefined;
    if (size === undefined) return;
    this.#waiting = undefined;
    this.#socket.send(encodeResize(size));
    this.#timer = setTimeout(() => this.#send(), this.#intervalMs);
    this.#timer.unref();
  }
}
