import { ApiError, pageWake, type Wake } from '@podbay/client';
import type { Me, Refusal } from '@podbay/protocol';
import { useSyncExternalStore } from 'react';
import { api, toApiError } from './api.ts';

/** What the login page has to say. */
export type LoginProblem = 'used-link' | 'denied' | 'expired' | 'failed';

/** Who is logged in; `needed`: nobody, and the page must ask. */
export interface LoginState {
  readonly needed: boolean;
  /** The last that was known of who it is. */
  readonly me: Me | undefined;
  readonly problem: LoginProblem | undefined;
}

let state: LoginState = { needed: false, me: undefined, problem: takeProblem() };
const listeners = new Set<() => void>();
const wakers = new Set<() => void>();

/** Somebody was told 401: from now on the page asks to log in. */
export function requireLogin(): void {
  if (!state.needed) set({ needed: true });
}

/** Finds out who is logged in. */
export async function loadMe(): Promise<void> {
  try {
    set({ me: await api.me() });
  } catch (error) {
    if (toApiError(error).status === 401) requireLogin();
  }
}

/** Looks whether the user has logged in meanwhile; then everything goes on, the terminals at once. */
export async function retryLogin(): Promise<void> {
  set({ me: await api.me(), needed: false, problem: undefined });
  for (const wake of wakers) wake();
}

/** Logs in with a token. Resolves with why not, or `undefined`. */
export async function logInWithToken(path: string, token: string): Promise<Refusal | undefined> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ token }) });
    if (!response.ok) return ((await response.json()) as { error: Refusal }).error;
    await retryLogin();
    return undefined;
  } catch (error) {
    return toApiError(error).refusal;
  }
}

/** Logs out, here and where the login came from. */
export async function logOut(): Promise<void> {
  try {
    const { next } = await api.logOut();
    // Nothing that this user saw stays in the page for the next.
    location.assign(next ?? location.pathname);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) requireLogin();
  }
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

export function useLogin(): LoginState {
  return useSyncExternalStore(subscribe, () => state);
}

/** Whether the page must ask to log in. */
export function useLoginNeeded(): boolean {
  return useLogin().needed;
}

function set(change: Partial<LoginState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// The address says it once; a reload must not say it again.
function takeProblem(): LoginProblem | undefined {
  const url = new URL(location.href);
  const error = url.searchParams.get('login-error');
  const isLink = url.searchParams.has('token');
  if (error === null && !isLink) return undefined;
  history.replaceState(history.state, '', `${url.pathname}${url.hash}`);
  if (isLink) return 'used-link';
  return error === 'denied' || error === 'expired' ? error : 'failed';
}
