import type { ApiError } from '@podbay/client';
import type { SessionSummary } from '@podbay/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, toApiError } from '../api.ts';
import { requireLogin } from '../login.ts';

export interface SessionList {
  /** The user's sessions, oldest first, as far as they are known. */
  readonly sessions: readonly SessionSummary[];
  /** Why they could not be listed the last time. */
  readonly error: ApiError | undefined;
  /** Looks again, now. */
  readonly reload: () => void;
}

export interface UseSessionsOptions {
  readonly intervalMs: number;
  /** Whenever this changes it is time to look again. */
  readonly trigger: string;
}

// What this page has just opened or ended is so at the gateway a moment later.
const settleMs = 600;

/** The user's running sessions, from this page and others. Looks again now and then while the page is visible. */
export function useSessions({ intervalMs, trigger }: UseSessionsOptions): SessionList {
  const [sessions, setSessions] = useState<readonly SessionSummary[]>([]);
  const [error, setError] = useState<ApiError>();
  const request = useRef<AbortController>(undefined);
  const reload = useCallback(() => {
    request.current?.abort();
    const controller = new AbortController();
    request.current = controller;
    const { signal } = controller;
    api.sessions(signal).then(
      found => {
        if (signal.aborted) return;
        setSessions(found.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)));
        setError(undefined);
      },
      cause => {
        if (signal.aborted) return;
        const failure = toApiError(cause);
        setError(failure);
        if (failure.status === 401) requireLogin();
      },
    );
  }, []);

  useEffect(() => {
    const lookIfVisible = () => {
      if (document.visibilityState === 'visible') reload();
    };
    lookIfVisible();
    const timer = setInterval(lookIfVisible, intervalMs);
    document.addEventListener('visibilitychange', lookIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', lookIfVisible);
    };
  }, [intervalMs, reload]);

  useEffect(() => {
    if (trigger === '') return;
    const timer = setTimeout(reload, settleMs);
    return () => clearTimeout(timer);
  }, [trigger, reload]);

  useEffect(() => () => request.current?.abort(), []);
  return { sessions, error, reload };
}
