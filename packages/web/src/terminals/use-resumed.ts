import type { SessionState } from '@podbay/client';
import { useEffect, useRef, useState } from 'react';

const shownMs = 4000;

/** True for a moment after a connection that had broken is back. */
export function useResumed({ type }: SessionState): boolean {
  const [resumed, setResumed] = useState(false);
  const wasBroken = useRef(false);
  useEffect(() => {
    if (type === 'waiting') wasBroken.current = true;
    if (type === 'connecting') return;
    setResumed(type === 'attached' && wasBroken.current);
    if (type !== 'attached') return;
    wasBroken.current = false;
    const timer = setTimeout(() => setResumed(false), shownMs);
    return () => clearTimeout(timer);
  }, [type]);
  return resumed;
}
