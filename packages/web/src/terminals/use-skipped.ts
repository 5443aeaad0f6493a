import type { MountedTerminal } from '@podbay/client';
import { useEffect, useState } from 'react';

/** Whether output is missing since the connection was lost for the last time. */
export function useSkipped(mounted: MountedTerminal | undefined): boolean {
  const [skipped, setSkipped] = useState(false);
  useEffect(() => {
    if (mounted === undefined) return;
    const stops = [
      mounted.on('gap', () => setSkipped(true)),
      mounted.on('state', ({ type }) => type === 'waiting' && setSkipped(false)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [mounted]);
  return skipped;
}
