import type { TerminalSize } from '@podbay/protocol';

/**
 * Takes down what one session's terminal shows. A session knows nothing of files.
 *
 * No method throws, and each may be called at any time, after `close` too.
 */
export interface Recorder {
  /** Output, in order. Takes all of it, and copies what it keeps before it returns. `false`: it has no room; no more until `handleDrain`. */
  write(bytes: Uint8Array): boolean;
  /** The terminal has this size from here on. */
  resize(size: TerminalSize): void;
  /** Nothing more comes. */
  close(): void;
}

/** What is known of a session when its recording begins, and whom to tell. */
export interface RecorderOptions {
  readonly size: TerminalSize;
  /** Output that came before. */
  readonly offset: number;
  /** There is room again after `write` returned `false`. */
  readonly handleDrain: () => void;
}

/** Begins a recording; throws where it can't. */
export type OpenRecorder = (options: RecorderOptions) => Recorder;
