import type { PodEvent, PodSummary } from '@podbay/protocol';

/** Pods sorted by namespace and name, after events: only what changed is looked at. The array that came in stays as it was. */
export function applyPodEvents(
  pods: readonly PodSummary[],
  events: readonly PodEvent[],
): readonly PodSummary[] {
  const start = events.findLastIndex(event => event.type === 'snapshot');
  const snapshot = events[start];
  const before = snapshot?.type === 'snapshot' ? sortPods(snapshot.pods) : pods;
  const changes = changesOf(events.slice(start + 1));
  return changes.size === 0 ? before : change(before, changes);
}

/** What is left of each pod, by uid: itself as it is now, or nothing. */
function changesOf(events: readonly PodEvent[]): Map<string, PodSummary | undefined> {
  const changes = new Map<string, PodSummary | undefined>();
  for (const event of events) {
    if (event.type === 'changed') changes.set(event.pod.uid, event.pod);
    else if (event.type === 'removed') changes.set(event.uid, undefined);
  }
  return changes;
}

function change(
  pods: readonly PodSummary[],
  changes: Map<string, PodSummary | undefined>,
): readonly PodSummary[] {
  const kept: PodSummary[] = [];
  for (const pod of pods) {
    const now = changes.has(pod.uid) ? changes.get(pod.uid) : pod;
    if (now !== undefined) kept.push(now);
    changes.delete(pod.uid);
  }
  const added = [...changes.values()].filter(pod => pod !== undefined);
  return added.length === 0 ? kept : sortPods([...kept, ...added]);
}

function sortPods(pods: readonly PodSummary[]): readonly PodSummary[] {
  return pods.toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

// Names are ASCII; a locale's order would be slower by far and no better.
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
