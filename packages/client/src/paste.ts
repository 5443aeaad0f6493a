import type { Terminal } from '@xterm/xterm';

/** What somebody is about to paste. */
export interface PasteOffer {
  readonly text: string;
  /** The program marks pastes off from typing (bracketed paste): a line in it does not run by itself. */
  readonly bracketed: boolean;
}

export interface PasteOptions {
  /** Asked before anything is pasted; `false`: nothing is. */
  readonly confirm?: (offer: PasteOffer) => boolean | Promise<boolean>;
}

export interface Paste {
  /** Pastes as if it came from the clipboard. */
  paste(text: string): Promise<void>;
  stop(): void;
}

// xterm's own choice (its resource `disallowedPasteControls`): keys that act, and the one that would end a bracketed paste.
const unsafeControls = /[\u0000\u0004\u0005\u0008\u001b\u007f]/g;

/** Puts a blank for each control character that would act like a key, as xterm does. */
export function cleanPaste(text: string): string {
  return text.replace(unsafeControls, ' ');
}

/** Takes over what is pasted into `element`. */
export function attachPaste(
  terminal: Pick<Terminal, 'modes' | 'paste' | 'focus'>,
  element: HTMLElement,
  { confirm = () => true }: PasteOptions,
): Paste {
  const listening = new AbortController();
  const { signal } = listening;
  const paste = async (raw: string) => {
    if (raw === '') return;
    const confirmed = await confirm({ text: raw, bracketed: terminal.modes.bracketedPasteMode });
    if (confirmed && !signal.aborted) terminal.paste(cleanPaste(raw));
  };
  element.addEventListener(
    'paste',
    event => {
      event.preventDefault();
      event.stopPropagation();
      void paste(event.clipboardData?.getData('text/plain') ?? '');
    },
    { signal, capture: true },
  );
  return { paste, stop: () => listening.abort() };
}
