import type { PodEvent, PodSummary } from '@podbay/protocol';

/** Pods by uid, after an event. The map that came in stays as it was. */
export function applyPodEvent(
  pods: ReadonlyMap<string, PodSummary>,
  event: PodEvent,
): ReadonlyMap<string, PodSummary> {
  switch (event.type) {
    case 'snapshot':
      return new Map(event.pods.map(pod => [pod.uid, pod]));
    case 'changed':
      return new Map(pods).set(event.pod.uid, event.pod);
    case 'removed':
      return new Map([...pods].filter(([uid]) => uid !== event.uid));
    case 'error':
      return pods;
    default:
      return event satisfies never;
  }
}

/** Sorted by namespace, then name. */
export function sortPods(pods: ReadonlyMap<string, PodSummary>): readonly PodSummary[] {
  return [...pods.values()].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

// Names are ASCII; a locale's order would be slower by far and no better.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
