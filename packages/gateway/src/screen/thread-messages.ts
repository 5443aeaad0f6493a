import type { TerminalSize } from '@podbay/protocol';

/** What the main thread tells the screen thread. Bytes are transferred, never copied; `offset` is that of their start. */
export type ThreadRequest =
  | { readonly type: 'open'; readonly screen: number; readonly offset: number; readonly size: TerminalSize }
  | { readonly type: 'output'; readonly screen: number; readonly offset: number; readonly bytes: Uint8Array }
  /** Whole lines of mere text, for which nobody has room: only their number of bytes is told. */
  | { readonly type: 'passed'; readonly screen: number; readonly offset: number; readonly bytes: number }
  | { readonly type: 'resize'; readonly screen: number; readonly offset: number; readonly size: TerminalSize }
  | {
      readonly type: 'paint';
      readonly screen: number;
      readonly job: number;
      readonly offset: number;
      readonly size: TerminalSize;
      readonly scrollbackLines: number;
    }
  | { readonly type: 'cancel'; readonly screen: number; readonly job: number }
  | { readonly type: 'close'; readonly screen: number };

/** What the screen thread tells the main thread. */
export type ThreadReply =
  /** So many bytes of the output handed over wait no more. */
  | { readonly type: 'taken'; readonly screen: number; readonly bytes: number }
  | {
      readonly type: 'painted';
      readonly job: number;
      readonly offset: number;
      readonly exact: boolean;
      readonly bytes: Uint8Array;
    };
