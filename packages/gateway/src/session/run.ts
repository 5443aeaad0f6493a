import { type EndReason, internalRefusal, type Outcome, type TerminalSize } from '@podbay/protocol';
import type { HangupReason, Launch, LaunchResult, Process, ProcessListener } from './process.ts';

/** What a run tells its session. `handleOutcome` comes exactly once, and nothing but `handleGone` after it. */
export interface RunListener extends Pick<ProcessListener, 'handleOutput' | 'handleDrain'> {
  handleStarted(process: Process): void;
  handleOutcome(outcome: Outcome): void;
  /** Nothing is left of the process, or it was given up. May come more than once. */
  handleGone(): void;
  /** What nobody expected: a launch that rejected. */
  handleError(error: unknown): void;
}

export interface RunOptions {
  readonly launch: Launch;
  readonly size: TerminalSize;
  readonly listener: RunListener;
}

// Longer than what `remotecommand` joins resizes over.
const redrawMs = 150;

/**
 * A session's process, from its launch until nothing is left of it.
 *
 *   launching ──started──► running ──exit──► gone
 *       │ refused             │ lost, given up, end(reason)
 *       ▼                     ▼
 *      gone              hanging up ──► gone
 *
 * The outcome is set once: by the exit, by a refused launch, or by `end`, whichever is first. `end` waits for a launch
 * that is under way, since that may have started something by the time it hears of the abort.
 */
export class Run {
  readonly #listener: RunListener;
  readonly #abort = new AbortController();
  readonly #launch: Launch;
  #launched: Promise<void> | undefined;
  #size: TerminalSize;
  #process: Process | undefined;
  #outcome: Outcome | undefined;
  #hangup: Promise<void> | undefined;
  #gone = false;
  #redrawTimer: NodeJS.Timeout | undefined;

  constructor({ launch, size, listener }: RunOptions) {
    this.#listener = listener;
    this.#size = size;
    this.#launch = launch;
  }

  /** Launches the process. Once, and not before the listener is ready. */
  start(): void {
    this.#launched = this.#start();
  }

  get process(): Process | undefined {
    return this.#process;
  }

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  get isGone(): boolean {
    return this.#gone;
  }

  get isRedrawing(): boolean {
    return this.#redrawTimer !== undefined;
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#process?.resize(size);
  }

  /** Makes the program draw its screen again, as it does when the size changes. */
  redraw(): void {
    const { cols, rows } = this.#size;
    this.#process?.resize({ cols, rows: rows > 1 ? rows - 1 : rows + 1 });
    clearTimeout(this.#redrawTimer);
    this.#redrawTimer = setTimeout(() => {
      this.#redrawTimer = undefined;
      this.#process?.resize(this.#size);
    }, redrawMs);
  }

  /** Ends the process and what it started. Resolves when that is done; never rejects. The first reason counts. */
  end(reason: EndReason): Promise<void> {
    this.#finish({ type: 'ended', reason });
    this.#hangup ??= this.#hangUp(reason);
    return this.#hangup;
  }

  async #start(): Promise<void> {
    const size = this.#size;
    try {
      const result = await this.#launch({
        size,
        listener: this.#processListener(),
        signal: this.#abort.signal,
      });
      this.#handleLaunched(result);
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#listener.handleError(error);
      this.#handleExit({ type: 'failed', refusal: internalRefusal });
    }
    if (this.#size !== size) this.#process?.resize(this.#size);
  }

  #handleLaunched(result: LaunchResult): void {
    if (result.type === 'refused') {
      this.#handleExit({ type: 'failed', refusal: result.refusal });
      return;
    }
    this.#process = result.process;
    // Where there is an outcome, it has exited already, or `end` waits for this launch.
    if (this.#outcome === undefined) this.#listener.handleStarted(result.process);
  }

  #processListener(): ProcessListener {
    return {
      handleOutput: bytes => {
        if (this.#outcome === undefined) this.#listener.handleOutput(bytes);
      },
      handleDrain: () => this.#listener.handleDrain(),
      handleExit: outcome => this.#handleExit(outcome),
    };
  }

  // A process whose connection was lost, or that was given up, may still run: it is gone only once it has been hung up.
  #handleExit(outcome: Outcome): void {
    this.#finish(outcome);
    if (outcome.type === 'lost') this.#hangup ??= this.#hangUp('lost');
    else if (outcome.type === 'ended') this.#hangup ??= this.#hangUp(outcome.reason);
    else this.#handleGone();
  }

  #finish(outcome: Outcome): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#abort.abort();
    clearTimeout(this.#redrawTimer);
    this.#redrawTimer = undefined;
    this.#listener.handleOutcome(outcome);
  }

  async #hangUp(reason: HangupReason): Promise<void> {
    await this.#launched;
    await this.#process?.hangup(reason);
    this.#handleGone();
  }

  #handleGone(): void {
    this.#gone = true;
    this.#listener.handleGone();
  }
}
