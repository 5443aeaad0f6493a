import type { MessageSocket } from './message-socket.ts';
import { sharedInterval } from './shared-interval.ts';
import type { Stdin } from './stdin.ts';
import type { Timing } from './timing.ts';

/**
 * As much stdin as a server certainly takes without waiting for the container: the FIFO before the process holds 64 KiB.
 * Beyond it Kubernetes' single read loop may be blocked, and then it answers no ping.
 */
const safeUnansweredBytes = 32 * 1024;

export interface HeartbeatOptions {
  readonly socket: MessageSocket;
  readonly stdin: Stdin;
  readonly timing: Timing;
  /** Called once, when nothing has come for too long. */
  readonly handleSilence: () => void;
}

/**
 * Pings, finds out that nobody is there any more, and keeps the server's idle deadline away.
 *
 * Silence counts only while an answer can be expected. It does not while we are paused (answers are not read, and a ping
 * into a connection that the server has closed would make the kernel drop what is still unread), nor while stdin has not
 * been taken: each ping carries how much had been sent before it, so its answer tells how much has been taken.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stops: readonly (() => void)[];
  #activity: number;
  #quietSinceMs: number;
  #takenBytes = 0;

  constructor(options: HeartbeatOptions) {
    const { timing, socket } = options;
    this.#options = options;
    this.#activity = socket.activity;
    this.#quietSinceMs = performance.now() + timing.startGraceMs;
    this.#stops = [
      sharedInterval(timing.pingIntervalMs).add(() => this.#beat()),
      sharedInterval(timing.keepAliveIntervalMs).add(() => this.#keepAlive()),
    ];
  }

  handlePong(data: Buffer): void {
    const takenBytes = Number(data.toString('latin1'));
    const { sentBytes } = this.#options.stdin;
    if (takenBytes > this.#takenBytes && takenBytes <= sentBytes) this.#takenBytes = takenBytes;
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #beat(): void {
    const { socket, stdin, timing, handleSilence } = this.#options;
    const nowMs = performance.now();
    if (socket.activity !== this.#activity || !this.#expectsAnswer()) {
      this.#activity = socket.activity;
      this.#quietSinceMs = Math.max(this.#quietSinceMs, nowMs);
    } else if (nowMs - this.#quietSinceMs >= timing.silenceLimitMs) {
      handleSilence();
      return;
    }
    if (!socket.paused) socket.ping(String(stdin.sentBytes));
  }

  #expectsAnswer(): boolean {
    const { socket, stdin } = this.#options;
    const unanswered = stdin.sentBytes - this.#takenBytes;
    return !socket.paused && stdin.bufferedBytes === 0 && unanswered <= safeUnansweredBytes;
  }

  #keepAlive(): void {
    const { socket } = this.#options;
    if (!socket.paused) socket.send(new Uint8Array());
  }
}
