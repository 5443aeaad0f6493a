import type { TerminalSize } from '@podbay/protocol';

/**
 * The screen of one session, followed from afar: a session tells it what its ring forgets, and asks for a picture when
 * a viewer needs one.
 *
 *   0 ............ fed ■■■■■■■■■■■ offset        fed: everything given to `feed`, contiguous from the first byte on
 *     `feed`            `tail`
 *
 * No method throws, whatever state the thing behind it is in.
 */
export interface Screen {
  /** Output that the ring is about to forget, contiguous, in order. Copies what it keeps before it returns. */
  feed(bytes: Uint8Array): void;
  /** The terminal has this size from `offset` of the output on. The ring's end, when the process is resized. */
  resize(size: TerminalSize, offset: number): void;
  /**
   * The screen after everything fed plus `tail`, the ring's bytes from what was fed up to `offset`. Copies what it
   * needs of `tail` before it returns. Rejects for wrong use alone; has a deadline of its own.
   */
  snapshot(tail: readonly Uint8Array[], options: SnapshotOptions): Promise<SnapshotResult>;
  /** Frees everything; a snapshot under way becomes unavailable. Idempotent. */
  close(): void;
}

export interface SnapshotOptions {
  /** Absolute offset just after the last byte of `tail`. */
  readonly offset: number;
  /** The terminal's size at `offset`. */
  readonly size: TerminalSize;
  /** How many lines above the screen are wanted at most. */
  readonly scrollbackLines: number;
  readonly signal?: AbortSignal | undefined;
}

export type SnapshotResult =
  | Snapshot
  | { readonly type: 'unavailable'; readonly reason: 'timeout' | 'crashed' | 'closed' | 'aborted' };

/** What makes a freshly reset terminal of the asked size show the screen. */
export interface Snapshot {
  readonly type: 'snapshot';
  /**
   * The output goes on at this offset. At most three bytes before the one that was asked for, where that is within a
   * character; after it, where a later screen was there already.
   */
  readonly offset: number;
  /** `false`: parts of the screen are not known; the program should draw it again. */
  readonly exact: boolean;
  readonly bytes: Uint8Array;
}

export type OpenScreen = (size: TerminalSize) => Screen;
