import { WebglAddon } from '@xterm/addon-webgl';
import type { Terminal } from '@xterm/xterm';

/** `auto`: WebGL where it works, else the DOM. `dom`: the text is in the page, where tests can read it. */
export type RendererChoice = 'auto' | 'dom';

/** When to look whether it really paints: soon, and when a slow machine should have its first frame. */
const looksMs = [150, 2000];

export interface RendererOptions {
  readonly choice: RendererChoice;
  /** WebGL was given up; the DOM's cells may be of another size. */
  readonly handleFallback: () => void;
}

/**
 * Draws `terminal` with WebGL for as long as that works. Without the addon xterm.js draws with the DOM by itself.
 * Returns the function that stops it.
 */
export function attachRenderer(terminal: Terminal, { choice, handleFallback }: RendererOptions): () => void {
  if (choice === 'dom') return () => {};
  const addon = new WebglAddon();
  const look = () => {
    if (!paints(terminal)) fallBack();
  };
  const timers = looksMs.map(ms => setTimeout(look, ms));
  let stopped = false;
  const stop = () => {
    if (stopped) return;
    stopped = true;
    for (const timer of timers) clearTimeout(timer);
    addon.dispose();
  };
  const fallBack = () => {
    stop();
    handleFallback();
  };
  // Browsers take contexts away: when there are too many, after sleep, when the driver restarts.
  addon.onContextLoss(fallBack);
  try {
    terminal.loadAddon(addon);
  } catch {
    fallBack();
  }
  return stop;
}

// Some drivers hand out a context and draw nothing: its canvas keeps no size. And where the browser is wrong about the
// size of a pixel, as with an emulated screen, the canvas shows a corner of the picture, mostly an empty one.
function paints(terminal: Terminal): boolean {
  const screen = terminal.element?.querySelector('.xterm-screen');
  if (!screen || screen.clientHeight === 0) return true;
  const canvases = [...screen.querySelectorAll<HTMLCanvasElement>('canvas:not(.xterm-image-layer)')];
  return canvases.length > 0 && canvases.every(hasDevicePixels);
}

function hasDevicePixels({ width, height, clientWidth, clientHeight }: HTMLCanvasElement): boolean {
  const isNear = (devicePx: number, cssPx: number) =>
    Math.abs(devicePx / (cssPx * devicePixelRatio) - 1) < 0.1;
  return isNear(width, clientWidth) && isNear(height, clientHeight);
}
