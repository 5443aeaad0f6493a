import { useSyncExternalStore } from 'react';

let needed = false;
const listeners = new Set<() => void>();

/** Somebody was told 401: from now on the page asks to log in. */
export function requireLogin(): void {
  needed = true;
  for (const listener of listeners) listener();
}

/** Whether the page must ask to log in. */
export function useLoginNeeded(): boolean {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => needed,
  );
}
