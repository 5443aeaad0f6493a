import type { SessionState } from '@podbay/client';
import { useMemo } from 'react';
import { useSecondsUntil } from './use-seconds-until.ts';

/** Whole seconds until the next try of a session that waits; 0 for any other. */
export function useCountdown(state: SessionState): number {
  const dueAtMs = useMemo(
    () => (state.type === 'waiting' ? performance.now() + state.waitMs : undefined),
    [state],
  );
  return useSecondsUntil(dueAtMs);
}
