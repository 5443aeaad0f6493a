import type { Outcome, Refusal, Restrictions, TerminalSize } from '@podbay/protocol';
import type { SessionState } from './session-state.ts';

/** A slice of output. Whoever takes it calls `session.handleParsed(end)` once it is parsed. */
export interface OutputSlice {
  readonly bytes: Uint8Array;
  /** Absolute offset after the last byte. */
  readonly end: number;
}

/** `missed` bytes of output will not come. */
export interface OutputGap {
  readonly missed: number;
  /** Output goes on at this offset. */
  readonly end: number;
  /**
   * The next slices draw the screen anew on a terminal that is reset. Else nothing does, and whoever takes the output
   * calls `session.handleParsed(end)` once the terminal is ready for what follows.
   */
  readonly restored: boolean;
  /** The screen that is drawn is what it was; else the program was asked to draw it again. */
  readonly exact: boolean;
}

/** A quiet word to the user; `code` chooses the translation. */
export interface Notice {
  readonly level: 'info' | 'warning';
  readonly code: string;
  readonly message: string;
  /** When it happens, in ms from when it was told. */
  readonly inMs?: number;
}

/** Tells that input of `length` bytes was refused. */
export function inputTooLong(length: number): Notice {
  const message = `The input of ${length} bytes is too long to be kept; nothing of it was sent.`;
  return { level: 'warning', code: 'input-too-long', message };
}

/** Where no policy restricts anything. */
export const unrestricted: Restrictions = { readOnly: false, noPaste: false, noUpload: false };

/** Tells that nothing may be pasted, in the words of the gateway, which refuses it too where it can tell. */
export const pasteRefused: Notice = {
  level: 'warning',
  code: 'paste-refused',
  message: 'Nothing may be pasted into this session: it was not sent.',
};

/** What a session tells. */
export interface SessionEvents {
  state: SessionState;
  output: OutputSlice;
  gap: OutputGap;
  exit: Outcome;
  refused: Refusal;
  /** Nobody is logged in any more. The session goes on once somebody is: `retry` tells it so. */
  loginNeeded: undefined;
  notice: Notice;
  viewers: number;
  /** What the gateway's policy does not allow here; told with each connection, and when it changes. */
  restrictions: Restrictions;
  /** Whether what it shows is being recorded; told with each connection, before its output, and when it changes. */
  recording: boolean;
  /** Another viewer changed the size. */
  resized: TerminalSize;
}
