import type { EventRecorder } from '../kubelet/event-recorder.ts';
import type { ObjectStore } from '../object-store.ts';
import { objectKey } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import { beginDeletion } from '../objects/pod-deletion.ts';
import type { Workload, WorkloadStatus } from '../objects/workload.ts';
import { ownedBy } from './owned.ts';

/** What controllers work on. */
export interface ControllerContext {
  readonly store: ObjectStore;
  readonly recorder: EventRecorder;
  readonly now: () => Date;
}

/** The pods that the workload controls. */
export function podsOf(store: ObjectStore, owner: Workload): readonly Pod[] {
  return ownedBy(store, 'pods', owner) as readonly Pod[];
}

/** Whether the pod counts as there: neither over nor being deleted. */
export function isActive(pod: Pod): boolean {
  const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return !over && pod.metadata.deletionTimestamp === undefined;
}

/** Whether the pod's Ready condition holds. */
export function isPodReady(pod: Pod): boolean {
  const conditions = pod.status.conditions ?? [];
  return conditions.some(condition => condition.type === 'Ready' && condition.status === 'True');
}

/** Adds a pod to the workload, and says so. */
export function createPod({ store, recorder }: ControllerContext, owner: Workload, pod: Pod): void {
  if (store.create('pods', pod) === undefined) return;
  const message = `Created pod: ${pod.metadata.name}`;
  recorder.record({
    object: owner,
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message,
    component: componentOf(owner),
  });
}

/** Begins to delete a pod of the workload, and says so. */
export function removePod({ store, recorder, now }: ControllerContext, owner: Workload, pod: Pod): void {
  if (pod.metadata.deletionTimestamp !== undefined) return;
  const message = `Deleted pod: ${pod.metadata.name}`;
  recorder.record({
    object: owner,
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message,
    component: componentOf(owner),
  });
  beginDeletion(store, pod, { now: now() });
}

/** Replaces the workload's status. */
export function writeStatus(
  store: ObjectStore,
  resource: string,
  owner: Workload,
  status: WorkloadStatus,
): void {
  store.update<Workload>(resource, objectKey(owner.metadata), current => ({ ...current, status }));
}

function componentOf(owner: Workload): string {
  return `${owner.kind.toLowerCase()}-controller`;
}
