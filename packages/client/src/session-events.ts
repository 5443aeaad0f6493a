import type { Outcome, Refusal, TerminalSize } from '@podbay/protocol';
import type { SessionState } from './session-state.ts';

/** A slice of output. Whoever takes it calls `session.handleParsed(end)` once it is parsed. */
export interface OutputSlice {
  readonly bytes: Uint8Array;
  /** Absolute offset after the last byte. */
  readonly end: number;
}

/** A quiet word to the user; `code` chooses the translation. */
export interface Notice {
  readonly level: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
}

/** What a session tells. */
export interface SessionEvents {
  state: SessionState;
  output: OutputSlice;
  /** `missed` bytes are no longer kept anywhere; output goes on at `end`. Answer with `handleParsed(end)` as for output. */
  gap: { readonly missed: number; readonly end: number };
  exit: Outcome;
  refused: Refusal;
  notice: Notice;
  viewers: number;
  /** Another viewer changed the size. */
  resized: TerminalSize;
}
