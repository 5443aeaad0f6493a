import type { ObjectStore } from '../object-store.ts';
import { formatTime, objectKey } from './kube-object.ts';
import type { Pod } from './pod.ts';

/**
 * Begins a pod's end: it is marked, and its kubelet removes it when the containers are gone. A pod that has none, or no grace, is
 * removed at once. A grace can be shortened later, not lengthened. Returns the pod as it is then.
 */
export function beginDeletion(store: ObjectStore, pod: Pod, when: { now: Date; graceSeconds?: number }): Pod {
  const key = objectKey(pod.metadata);
  const graceSeconds = graceOf(pod, when.graceSeconds);
  if (graceSeconds === 0) return (store.delete('pods', key) as Pod | undefined) ?? pod;
  const before = pod.metadata.deletionGracePeriodSeconds;
  if (before !== undefined && before <= graceSeconds) return pod;
  const deletionTimestamp = formatTime(new Date(when.now.getTime() + graceSeconds * 1000));
  const mark = { deletionTimestamp, deletionGracePeriodSeconds: graceSeconds };
  return (
    store.update<Pod>('pods', key, current => ({ ...current, metadata: { ...current.metadata, ...mark } })) ??
    pod
  );
}

function graceOf(pod: Pod, asked: number | undefined): number {
  const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (pod.spec.nodeName === undefined || over) return 0;
  const seconds = asked ?? pod.spec.terminationGracePeriodSeconds ?? 30;
  return seconds < 0 ? 1 : seconds;
}
