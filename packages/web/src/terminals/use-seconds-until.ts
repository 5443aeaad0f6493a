import { useEffect, useState } from 'react';

/** Whole seconds until `dueAtMs` on the clock of `performance.now()`, never below 0; 0 where nothing is due. */
export function useSecondsUntil(dueAtMs: number | undefined): number {
  const [, setShown] = useState(0);
  useEffect(() => {
    if (dueAtMs === undefined) return;
    const timer = setInterval(() => setShown(secondsUntil(dueAtMs)), 250);
    return () => clearInterval(timer);
  }, [dueAtMs]);
  return dueAtMs === undefined ? 0 : secondsUntil(dueAtMs);
}

function secondsUntil(dueAtMs: number): number {
  return Math.max(0, Math.round((dueAtMs - performance.now()) / 1000));
}
