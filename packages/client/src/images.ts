import type { Terminal } from '@xterm/xterm';

/** `auto`: drawn where the page may run WebAssembly. `none`: left out. */
export type ImageChoice = 'auto' | 'none';

/** Of one terminal. Images are kept decoded, four bytes a pixel; the oldest go first. */
const limits = {
  pixelLimit: 4 * 1024 * 1024,
  sixelSizeLimit: 8 * 1024 * 1024,
  iipSizeLimit: 8 * 1024 * 1024,
  storageLimit: 32,
};

const patienceMs = 1500;

export interface Images {
  /** Images are drawn from now on, or will never be. */
  readonly ready: Promise<void>;
  stop(): void;
}

/** Fetches what draws images (sixel, iTerm's), and puts it into `terminal`. Where it can't be had, text stays text. */
export function attachImages(terminal: Terminal): Images {
  let stopped = false;
  const load = async () => {
    const { ImageAddon } = await import('@xterm/addon-image');
    if (stopped) return;
    terminal.loadAddon(new ImageAddon(limits));
    // Its decoder is compiled meanwhile.
    await new Promise(resolve => setTimeout(resolve, 0));
  };
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    resolve();
  };
  const timer = setTimeout(stop, patienceMs);
  const settle = () => {
    clearTimeout(timer);
    resolve();
  };
  load().then(settle, stop);
  return { ready, stop };
}
