import type { PodSummary } from '@podbay/protocol';
import { preparePod } from './pod-search.ts';

/** Takes so many at a time: a few milliseconds. */
const sliceSize = 200;

/** Gets one slice of pods ready to be searched. Returns the others that are not, if there are any. */
export function prepareSlice(pods: readonly PodSummary[], context: string): readonly PodSummary[] {
  let prepared = 0;
  let at = 0;
  for (; at < pods.length && prepared < sliceSize; at++)
    if (preparePod(pods[at] as PodSummary, context)) prepared++;
  return pods.slice(at);
}
