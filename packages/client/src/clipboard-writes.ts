import type { IDisposable, IParser } from '@xterm/xterm';

/** A program in the terminal wants something in the clipboard (OSC 52). */
export type ClipboardWrite =
  | { readonly type: 'text'; readonly text: string }
  /** More than may be copied; nothing of it is told. */
  | { readonly type: 'too-long'; readonly bytes: number };

export interface ClipboardWriteOptions {
  /** Nobody waits for what is parsed now: it has been put out before, or another viewer's terminal takes it. */
  readonly isMuted: () => boolean;
  readonly handleWrite: (write: ClipboardWrite) => void;
  readonly maxBytes?: number;
}

const defaultMaxBytes = 1024 * 1024;

const clipboardCode = 52;

/** Tells what programs copy. What they ask about the clipboard is never answered: a container must not read it. */
export function takeClipboardWrites(
  parser: Pick<IParser, 'registerOscHandler'>,
  { isMuted, handleWrite, maxBytes = defaultMaxBytes }: ClipboardWriteOptions,
): IDisposable {
  return parser.registerOscHandler(clipboardCode, data => {
    const write = isMuted() ? undefined : parseClipboardWrite(data, maxBytes);
    if (write !== undefined) handleWrite(write);
    return true;
  });
}

/** Reads what follows `OSC 52 ;`: names of selections, then base64. Anything else, a question for example, is `undefined`. */
export function parseClipboardWrite(data: string, maxBytes = defaultMaxBytes): ClipboardWrite | undefined {
  const base64 = /^[a-z0-7]*;([A-Za-z0-9+/\s]+={0,2})$/.exec(data)?.[1];
  if (base64 === undefined) return undefined;
  const length = Math.floor((base64.length * 3) / 4);
  if (length > maxBytes + 2) return { type: 'too-long', bytes: length };
  const bytes = decodeBase64(base64);
  if (bytes === undefined || bytes.length === 0) return undefined;
  if (bytes.length > maxBytes) return { type: 'too-long', bytes: bytes.length };
  return { type: 'text', text: new TextDecoder().decode(bytes) };
}

function decodeBase64(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
