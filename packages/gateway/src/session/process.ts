import type { EndReason, Outcome, Refusal, TerminalSize } from '@podbay/protocol';

/**
 * A program with a terminal, somewhere. What a session runs on: it knows nothing of Kubernetes.
 *
 * Every method may be called at any time, after the end too, and never throws.
 */
export interface Process {
  /**
   * Sends input. Always takes all of it. `false`: its buffer is full; write no more until `handleDrain`.
   */
  write(bytes: Uint8Array): boolean;
  /** The terminal's new size. The latest wins. */
  resize(size: TerminalSize): void;
  /** Stops reading output, so that the program blocks once the buffers on the way are full. */
  pause(): void;
  /** Reads output again. */
  resume(): void;
  /**
   * Ends the program and what it started, closes the connection, and frees everything.
   * Resolves when that is done or given up; never rejects. The outcome of a process that is hung up is of no interest:
   * the listener's `handleExit` may come or not.
   */
  hangup(reason: HangupReason): Promise<void>;
  /** What it holds now, for diagnosis. */
  inspect(): ProcessInspection;
}

export interface ProcessInspection {
  /** Connections that carry it. */
  readonly sockets: number;
  /** Input that has not left this machine's process. */
  readonly bufferedBytes: number;
  /** Its output is not read. */
  readonly paused: boolean;
  /** The timers that run, by what they wait for. */
  readonly timers: readonly string[];
}

/** Why a process is hung up; `lost`: the connection to it is gone, but it may still run. */
export type HangupReason = EndReason | 'lost';

/** What a process tells its owner. No call comes after `handleExit`; none is made while `pause`d except `handleExit`. */
export interface ProcessListener {
  /** Output. The bytes may be overwritten once the call returns: copy what is kept. */
  handleOutput(bytes: Uint8Array): void;
  /** The input buffer has room again after `write` returned `false`. */
  handleDrain(): void;
  /** Exactly once, after the last output byte. */
  handleExit(outcome: Outcome): void;
}

export interface LaunchOptions {
  readonly size: TerminalSize;
  readonly listener: ProcessListener;
  /** Aborting ends a launch that is under way; whatever had already started is ended. */
  readonly signal: AbortSignal;
}

/** A process that runs, or why there is none. */
export type LaunchResult =
  | { readonly type: 'started'; readonly process: Process }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Starts a process. A rejection is a bug or an abort; everything that can be expected is a value. */
export type Launch = (options: LaunchOptions) => Promise<LaunchResult>;
