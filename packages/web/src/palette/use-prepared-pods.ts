import type { PodSummary } from '@podbay/protocol';
import { useEffect } from 'react';

const loadPrepare = () => import('./prepare-pods.ts');

/** Gets the pods ready to be searched while the page has nothing else to do, so that the palette opens at once. */
export function usePreparedPods(pods: readonly PodSummary[], context: string): void {
  useEffect(() => {
    const stopping = new AbortController();
    void prepare(pods, context, stopping.signal);
    return () => stopping.abort();
  }, [pods, context]);
}

async function prepare(pods: readonly PodSummary[], context: string, signal: AbortSignal): Promise<void> {
  await idle();
  if (signal.aborted || pods.length === 0) return;
  const { prepareSlice } = await loadPrepare();
  for (let rest = pods; rest.length > 0 && !signal.aborted; rest = prepareSlice(rest, context)) await idle();
}

/** Safari knows no idle time. */
function idle(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (globalThis.requestIdleCallback === undefined) setTimeout(resolve, 50);
  else requestIdleCallback(() => resolve());
  return promise;
}
