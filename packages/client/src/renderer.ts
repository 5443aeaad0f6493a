import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';

/** `auto`: WebGL where it works, else the DOM. `dom`: the text is in the page, where tests can read it. */
export type RendererChoice = 'auto' | 'dom';

/** Long enough for a first frame on a slow machine. */
const firstPaintMs = 2000;

/**
 * Draws `terminal` with WebGL for as long as that works. Without the addon xterm.js draws with the DOM by itself.
 * Returns the function that stops it.
 */
export function attachRenderer(terminal: Terminal, choice: RendererChoice): () => void {
  if (choice === 'dom') return () => {};
  const addon = new WebglAddon();
  const timer = setTimeout(() => {
    if (!paints(terminal)) stop();
  }, firstPaintMs);
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    clearTimeout(timer);
    addon.dispose();
  };
  // Browsers take contexts away: when there are too many, after sleep, when the driver restarts.
  addon.onContextLoss(stop);
  try {
    terminal.loadAddon(addon);
  } catch {
    stop();
  }
  return stop;
}

// Some drivers hand out a context and then draw nothing: its canvas keeps no size.
function paints(terminal: Terminal): boolean {
  const screen = terminal.element?.querySelector('.xterm-screen');
  const canvas = screen?.querySelector('canvas');
  if (!screen || screen.clientHeight === 0) return true;
  return canvas != null && canvas.clientHeight > 0;
}
