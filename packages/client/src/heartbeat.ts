import type { Clock } from './clock.ts';
import type { Wake } from './wake.ts';

export interface HeartbeatOptions {
  readonly clock: Clock;
  readonly wake: Wake;
  /** From one ping to the next while the page is visible. */
  readonly intervalMs: number;
  /** Longest silence after a ping before the connection counts as dead. */
  readonly silenceMs: number;
  /** The same after the machine woke: a slept-through connection is dead more often than not. */
  readonly wakeSilenceMs: number;
  readonly sendPing: (id: number) => void;
  readonly handleRtt: (rttMs: number) => void;
  readonly handleDead: () => void;
}

/**
 * Measures the round trip and finds dead connections: browsers tell of a lost network only after minutes.
 * Any byte counts as a sign of life, since a pong can stand behind much output.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stopWaking: () => void;
  #cancelPing: () => void = () => {};
  #cancelDeath: () => void = () => {};
  #id = 0;
  #sentAt: number | undefined;
  #armed = false;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#stopWaking = options.wake.onWake(() => this.#ping(options.wakeSilenceMs));
    this.#ping(options.silenceMs);
  }

  /** Something came in. */
  handleTraffic(): void {
    this.#disarm();
  }

  handlePong(id: number): void {
    if (id !== this.#id || this.#sentAt === undefined) return;
    this.#options.handleRtt(this.#options.clock.now() - this.#sentAt);
    this.#sentAt = undefined;
  }

  dispose(): void {
    this.#stopWaking();
    this.#cancelPing();
    this.#disarm();
  }

  #ping(silenceMs: number): void {
    const { clock, sendPing, handleDead } = this.#options;
    this.#disarm();
    this.#armed = true;
    this.#cancelDeath = clock.schedule(handleDead, silenceMs);
    this.#id += 1;
    this.#sentAt = clock.now();
    this.#scheduleTick();
    sendPing(this.#id);
  }

  #scheduleTick(): void {
    this.#cancelPing();
    this.#cancelPing = this.#options.clock.schedule(() => this.#tick(), this.#options.intervalMs);
  }

  #tick(): void {
    if (this.#options.wake.isVisible() && !this.#armed) this.#ping(this.#options.silenceMs);
    else this.#scheduleTick();
  }

  #disarm(): void {
    this.#armed = false;
    this.#cancelDeath();
  }
}
