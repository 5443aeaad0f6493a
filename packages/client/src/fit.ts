import { maxCells } from '@podbay/protocol';
import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

export interface Fit {
  /** Whether the terminal was made as large as its element at once: a hidden one has no size. */
  readonly fits: boolean;
  /** Looks again, with the next frame: the size of a cell has changed. */
  refit(): void;
  stop(): void;
}

/**
 * Keeps `terminal` as large as `element`, at most once a frame. An element without a size, as in a hidden tab,
 * leaves the terminal as it is.
 */
export function attachFit(terminal: Terminal, element: HTMLElement): Fit {
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  let frame = 0;
  const fit = () => {
    frame = 0;
    const size = addon.proposeDimensions();
    if (size === undefined || !(size.cols > 0 && size.rows > 0) || isCollapsed(element)) return false;
    const cols = Math.min(size.cols, maxCells);
    const rows = Math.min(size.rows, maxCells);
    if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
    return true;
  };
  const refit = () => {
    if (frame === 0) frame = requestAnimationFrame(fit);
  };
  const observer = new ResizeObserver(refit);
  const fits = fit();
  observer.observe(element);
  const stop = () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
  return { fits, refit, stop };
}

/** A group beside one that is maximised has lost one of its dimensions; a hidden tab has lost both. */
function isCollapsed({ clientWidth, clientHeight }: HTMLElement): boolean {
  return clientWidth === 0 || clientHeight === 0;
}
