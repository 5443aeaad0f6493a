import { constants } from 'node:os';

/** The signals that end a command. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface ShutdownOptions {
  /** Tells one line that something did not go as it should. */
  readonly report: (line: string) => void;
  /** How long closing may take, in ms. */
  readonly deadlineMs?: number;
}

interface Closable {
  close(): Promise<void> | void;
}

const endSignals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const defaultDeadlineMs = 30_000;
/** One Ctrl-C may come twice: from the terminal, and from npm or another launcher that passes it on. */
const sameSignalMs = 400;

/**
 * The one way in which this process ends, and what must be closed before.
 *
 *   running ── signal or end() ──► closing ── all closed, or the deadline ──► exit
 *                                     │ second signal: `hurry`, waits for nobody but still closes
 *                                     └ third signal ──► exit at once, 128 + its number
 */
export class Shutdown {
  readonly #options: ShutdownOptions;
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #ending = new AbortController();
  readonly #hurrying = new AbortController();
  #expectsSignal = false;
  #signalledAtMs = 0;
  #drainMs = 0;

  constructor(options: ShutdownOptions) {
    this.#options = options;
  }

  /** Aborts when the process begins to end. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Aborts when the process shall end without waiting for people. */
  get hurry(): AbortSignal {
    return this.#hurrying.signal;
  }

  /** Lets closing take `ms` longer, for people to finish. */
  allowDrain(ms: number): void {
    this.#drainMs = ms;
  }

  /** From now on signals end the process, and so does an error that nobody has caught. */
  listen(): void {
    for (const signal of endSignals) process.on(signal, () => this.#handleSignal(signal));
    process.on('uncaughtException', error => this.#handleBug(error));
  }

  /** The command runs until a signal comes: one that ends it cleanly is its success. */
  expectSignal(): void {
    this.#expectsSignal = true;
  }

  /** Has `close` called before the process ends; the latest first. Say it before what is to be closed begins to start. */
  defer(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** Has what is starting closed before the process ends. What fails to start is not there to be closed. */
  async own<Owned extends Closable>(starting: Promise<Owned>): Promise<Owned> {
    this.defer(async () => {
      const owned = await starting.catch(() => undefined);
      await owned?.close();
    });
    return await starting;
  }

  /** Closes everything and exits. Once that goes on, another call changes nothing. */
  async end(exitCode: number): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    const deadline = setTimeout(
      () => {
        this.#options.report('not everything could be closed in time');
        process.exit(exitCode || 1);
      },
      this.#drainMs + (this.#options.deadlineMs ?? defaultDeadlineMs),
    );
    // What was starting may go on to start more, which comes to the end of the list.
    for (let close = this.#closers.pop(); close; close = this.#closers.pop()) await this.#close(close);
    clearTimeout(deadline);
    process.exit(exitCode);
  }

  #handleSignal(signal: EndSignal): void {
    const nowMs = performance.now();
    if (this.#signalledAtMs > 0 && nowMs - this.#signalledAtMs <= sameSignalMs) return;
    this.#signalledAtMs = nowMs;
    if (!this.#ending.signal.aborted) void this.end(this.#expectsSignal ? 0 : exitCodeOf(signal));
    else if (!this.#hurrying.signal.aborted) this.#hurrying.abort();
    else process.exit(exitCodeOf(signal));
  }

  async #close(close: () => Promise<void>): Promise<void> {
    try {
      await close();
    } catch (error) {
      this.#reportError(error);
    }
  }

  #handleBug(error: unknown): void {
    this.#reportError(error);
    void this.end(1);
  }

  #reportError(error: unknown): void {
    this.#options.report(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** What a shell reports for a process that the signal has ended. */
export function exitCodeOf(signal: EndSignal): number {
  return 128 + constants.signals[signal];
}
