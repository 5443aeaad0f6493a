/** Tells when it is worth trying the network at once, and whether anybody looks. */
export interface Wake {
  isVisible(): boolean;
  /** Calls `handler` when the machine comes online or the page becomes visible. Returns the function that stops it. */
  onWake(handler: () => void): () => void;
}

/** The page that this runs in. Where there is no page, it is always visible and never wakes. */
export const pageWake: Wake = {
  isVisible: () => typeof document === 'undefined' || document.visibilityState === 'visible',
  onWake(handler) {
    if (typeof document === 'undefined') return () => {};
    const controller = new AbortController();
    const { signal } = controller;
    const handleVisibility = () => {
      if (document.visibilityState === 'visible') handler();
    };
    window.addEventListener('online', handler, { signal });
    document.addEventListener('visibilitychange', handleVisibility, { signal });
    return () => controller.abort();
  },
};
