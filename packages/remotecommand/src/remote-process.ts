import type { Subprotocol } from './channel.ts';
import type { RemoteOutcome } from './outcome.ts';
import type { TerminalSize } from './terminal-size.ts';

/**
 * A command in a container, or a container's main process, and its streams.
 *
 * Every method may be called at any time, after the end too.
 */
export interface RemoteProcess {
  readonly subprotocol: Subprotocol;
  /** How it ended, told after the last output byte. Never rejects. */
  readonly outcome: Promise<RemoteOutcome>;
  /** Input that has not left this process, in bytes. */
  readonly bufferedBytes: number;
  readonly paused: boolean;
  /**
   * Sends input. Always takes all of it; the bytes must not be changed afterwards. `false`: its buffer is full; write no
   * more until `handleDrain`. After `end` or the outcome the bytes are dropped. Throws a TypeError where there is no stdin.
   */
  write(bytes: Uint8Array): boolean;
  /**
   * Ends the container's stdin once all that was written has been sent, and goes on with the output. `false`: it can't be
   * ended here and nothing was done; v4 has no message for it, and a TTY ignores it (write `\x04` there).
   */
  end(): boolean;
  /** The terminal's new size; the latest wins. Brought within 1..1000; a TypeError unless integers. Nothing without a TTY. */
  resize(size: TerminalSize): void;
  /** Stops reading output, so that the command blocks once the buffers on the way are full. */
  pause(): void;
  /** Reads output again; what had already come is told first. */
  resume(): void;
  /**
   * Closes the connection and frees everything; no output is told any more. Resolves when that is done. Kubernetes does not
   * end the command.
   */
  close(): Promise<void>;
}
