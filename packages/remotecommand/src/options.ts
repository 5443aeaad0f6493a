import type { Subprotocol } from './channel.ts';
import type { RemoteOutcome } from './outcome.ts';
import type { TerminalSize } from './terminal-size.ts';
import type { Timing } from './timing.ts';

export interface ExecOptions extends AttachOptions {
  /** The program and its arguments; no shell takes part. It is in the URL, so in audit logs: keep secrets out, and it short. */
  readonly command: readonly string[];
}

export interface AttachOptions {
  readonly namespace: string;
  readonly pod: string;
  /** May be left out where the pod has one container. */
  readonly container?: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  /** Default: true. */
  readonly stdout?: boolean;
  /** Default: true without a TTY. With one there is no stderr. */
  readonly stderr?: boolean;
  /** Sent before anything else. Without a TTY it is not sent. */
  readonly size?: TerminalSize;
  readonly listener: RemoteProcessListener;
  /**
   * Output is told in memory that the next read overwrites, valid during the call alone, which saves a copy. Default: each
   * piece has memory of its own.
   */
  readonly reusesOutput?: boolean;
  /** Ends the handshake, or closes the process, whenever it aborts. */
  readonly signal?: AbortSignal;
  /** What to offer, the preferred one first. Default: v5, v4. */
  readonly subprotocols?: readonly Subprotocol[];
  readonly timing?: Partial<Timing>;
}

/**
 * What a process tells its owner. None of these is called before `exec` or `attach` has resolved, nor from inside a method of
 * `RemoteProcess`; what one of them throws ends the process as `lost` with `listener-failed`.
 */
export interface RemoteProcessListener {
  /** A piece of the output, never empty; none while paused. */
  handleStdout(bytes: Buffer): void;
  handleStderr(bytes: Buffer): void;
  /** After `write` returned `false`: there is room again. */
  handleDrain(): void;
  /** Exactly once, after the last output byte; nothing is called after it. */
  handleEnd(outcome: RemoteOutcome): void;
}
