import type { SessionState } from '@podbay/client';
import { useEffect, useState } from 'react';

/** Whole seconds until the next try of a session that waits; 0 for any other. */
export function useCountdown(state: SessionState): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (state.type !== 'waiting') return;
    const dueAt = performance.now() + state.waitMs;
    const tell = () => setLeft(Math.max(0, Math.round((dueAt - performance.now()) / 1000)));
    tell();
    const timer = setInterval(tell, 250);
    return () => clearInterval(timer);
  }, [state]);
  return state.type === 'waiting' ? left : 0;
}
