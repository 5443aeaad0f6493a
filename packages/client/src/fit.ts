import { maxCells } from '@podbay/protocol';
import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';

/**
 * Keeps `terminal` as large as `element`, at most once a frame. An element without a size, as in a hidden tab,
 * leaves the terminal as it is. Returns the function that stops it.
 */
export function attachFit(terminal: Terminal, element: HTMLElement): () => void {
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  let frame = 0;
  const fit = () => {
    frame = 0;
    const size = addon.proposeDimensions();
    if (size === undefined || !(size.cols > 0 && size.rows > 0) || element.clientHeight === 0) return;
    const cols = Math.min(size.cols, maxCells);
    const rows = Math.min(size.rows, maxCells);
    if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
  };
  const observer = new ResizeObserver(() => {
    if (frame === 0) frame = requestAnimationFrame(fit);
  });
  fit();
  observer.observe(element);
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
