import { pageWake, type Wake } from '@podbay/client';
import { useSyncExternalStore } from 'react';
import { api } from './api.ts';

let needed = false;
const listeners = new Set<() => void>();
const wakers = new Set<() => void>();

/** Somebody was told 401: from now on the page asks to log in. */
export function requireLogin(): void {
  set(true);
}

/** Looks whether the user has logged in meanwhile; then everything goes on, the terminals at once. */
export async function retryLogin(): Promise<void> {
  await api.me();
  set(false);
  for (const wake of wakers) wake();
}

/** Logs out, here and where the login came from. */
export async function logOut(): Promise<void> {
  const { next } = await api.logOut();
  if (next === null) set(true);
  else location.assign(next);
}

/** Wakes terminals as the page does, and when somebody has logged in. */
export const loginWake: Wake = {
  isVisible: pageWake.isVisible,
  onWake(handler) {
    const stop = pageWake.onWake(handler);
    wakers.add(handler);
    return () => {
      wakers.delete(handler);
      stop();
    };
  },
};

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
