import { useSyncExternalStore } from 'react';
import { api } from './api.ts';

let needed = false;
const listeners = new Set<() => void>();

/** Somebody was told 401: from now on the page asks to log in. */
export function requireLogin(): void {
  set(true);
}

/** Looks whether the user has logged in meanwhile; then everything goes on. */
export async function retryLogin(): Promise<void> {
  await api.contexts();
  set(false);
}

/** Whether the page must ask to log in. */
export function useLoginNeeded(): boolean {
  return useSyncExternalStore(subscribe, () => needed);
}

function set(value: boolean): void {
  needed = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
