import type { Terminal } from '@xterm/xterm';
import { terminalSettings } from '../settings/terminal-settings.ts';
import { copyText } from './copy-text.ts';

/** Copies what was selected with the mouse, where the settings want it. Returns the function that stops it. */
export function copyOnSelect(terminal: Terminal, host: HTMLElement): () => void {
  const listening = new AbortController();
  let isSelecting = false;
  const subscription = terminal.onSelectionChange(() => {
    isSelecting = true;
  });
  const handlePress = () => {
    isSelecting = false;
  };
  const handleRelease = () => {
    // A double click selects only after this.
    setTimeout(() => {
      if (isSelecting && terminalSettings().copyOnSelect && terminal.hasSelection())
        void copyText(terminal.getSelection());
      isSelecting = false;
    }, 0);
  };
  host.addEventListener('pointerdown', handlePress, { capture: true, signal: listening.signal });
  // The button may be let go anywhere.
  host.ownerDocument.addEventListener('mouseup', handleRelease, { signal: listening.signal });
  return () => {
    listening.abort();
    subscription.dispose();
  };
}
