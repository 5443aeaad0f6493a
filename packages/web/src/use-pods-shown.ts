import { useEffect, useState } from 'react';

const narrow = matchMedia('(max-width: 719px)');

/** Whether the list of pods is to be seen. */
export interface PodsShown {
  readonly shown: boolean;
  readonly show: () => void;
  readonly toggle: () => void;
}

/**
 * On a narrow page the list and the terminals take turns: the list goes when a terminal comes to the front, however it was
 * opened, and comes back when none is left. `front`: what is at the front.
 */
export function usePodsShown(front: string | undefined): PodsShown {
  const [shown, setShown] = useState(!narrow.matches || front === undefined);
  useEffect(() => {
    if (narrow.matches) setShown(front === undefined);
  }, [front]);
  return { shown, show: () => setShown(true), toggle: () => setShown(old => !old) };
}
