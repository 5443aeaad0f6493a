import { useEffect, useRef, useState } from 'react';
import type { Surroundings } from './use-findable.ts';

const everyMs = 1000;

/** The surroundings, new once a second at most: in a large cluster pods change all the time, and each change is a search. */
export function useCalm(surroundings: Surroundings): Surroundings {
  const [shown, setShown] = useState(surroundings);
  const latest = useRef(surroundings);
  useEffect(() => {
    latest.current = surroundings;
  });
  useEffect(() => {
    const timer = setInterval(() => setShown(latest.current), everyMs);
    return () => clearInterval(timer);
  }, []);
  // What is waited for comes at once.
  if (shown.scope === surroundings.scope && shown.list.loaded === surroundings.list.loaded) return shown;
  setShown(surroundings);
  return surroundings;
}
