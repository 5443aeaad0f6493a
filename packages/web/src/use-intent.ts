import { useEffect } from 'react';

// What people point at or focus before they open a terminal.
const ways = '.pod-panel, .palette, .sessions-popup';

/** Calls `load` once, as soon as somebody seems to be about to open a terminal; it has to stay the same function. */
export function useIntent(load: () => unknown): void {
  useEffect(() => {
    const watch = new AbortController();
    const look = ({ target }: Event) => {
      if (!(target instanceof Element) || target.closest(ways) === null) return;
      watch.abort();
      load();
    };
    for (const type of ['pointerover', 'focusin'])
      document.addEventListener(type, look, { signal: watch.signal, passive: true });
    return () => watch.abort();
  }, [load]);
}
