import type { Terminal } from '@xterm/xterm';
import { platform } from '../commands/platform.ts';
import { zoom } from './terminal-actions.ts';

const steps: Readonly<Record<string, 1 | -1 | 0>> = { '+': 1, '=': 1, '-': -1, '0': 0 };

/**
 * Ctrl (Cmd on macOS) with `+`, `-` or `0` changes the size of the text instead of the page's, while the terminal has the
 * keyboard. Programs never hear of these keys, whereas Ctrl with `_` is theirs. Returns the function that stops it.
 */
export function zoomByKeys({ element }: Terminal): () => void {
  const listening = new AbortController();
  const handleKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const held = platform === 'mac' ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
    if (step === undefined || !held || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    zoom(step);
  };
  element?.addEventListener('keydown', handleKeyDown, { capture: true, signal: listening.signal });
  return () => listening.abort();
}
