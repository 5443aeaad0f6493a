import type { Workload } from '../objects/workload.ts';
import {
  type ControllerContext,
  createPod,
  isActive,
  isPodReady,
  podsOf,
  removePod,
  writeStatus,
} from './pod-control.ts';
import { newPod } from './pod-template.ts';

/** Replica set: as many pods as it says, whatever their names; one that is being deleted is replaced at once. */
export function reconcileReplicaSet(context: ControllerContext, set: Workload): void {
  const pods = podsOf(context.store, set).filter(isActive);
  const { replicas = 1 } = set.spec;
  for (let count = pods.length; count < replicas; count += 1) {
    createPod(context, set, newPod(set, { createdAt: context.now() }));
  }
  for (const pod of pods.slice(replicas)) removePod(context, set, pod);
  const owned = podsOf(context.store, set).filter(isActive);
  const ready = owned.filter(isPodReady).length;
  writeStatus(context.store, 'replicasets.apps', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: owned.length,
    ...(owned.length === 0 ? {} : { fullyLabeledReplicas: owned.length }),
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
  });
}
