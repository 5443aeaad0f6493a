import type { Pod } from '../objects/pod.ts';
import type { Workload } from '../objects/workload.ts';
import {
  type ControllerContext,
  createPod,
  isPodReady,
  podsOf,
  removePod,
  writeStatus,
} from './pod-control.ts';
import { newPod } from './pod-template.ts';

/** Stateful set: pods by number; one that is deleted comes back under its name once it is gone. */
export function reconcileStatefulSet(context: ControllerContext, set: Workload): void {
  const { store, now } = context;
  const { namespace, name } = set.metadata;
  const { replicas = 1 } = set.spec;
  for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
    const podName = `${name}-${ordinal}`;
    if (store.get('pods', `${namespace}/${podName}`) !== undefined) continue;
    createPod(
      context,
      set,
      newPod(set, { createdAt: now(), name: podName, labels: ordinalLabels(podName, ordinal) }),
    );
  }
  const pods = podsOf(store, set);
  for (const pod of pods) if (ordinalOf(pod) >= replicas) removePod(context, set, pod);
  const ready = pods.filter(isPodReady).length;
  writeStatus(store, 'statefulsets.apps', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: pods.length,
    updatedReplicas: pods.length,
    collisionCount: 0,
  });
}

/** The labels that a stateful set gives its pods beside the template's. */
export function ordinalLabels(podName: string, ordinal: number): Readonly<Record<string, string>> {
  return { 'statefulset.kubernetes.io/pod-name': podName, 'apps.kubernetes.io/pod-index': String(ordinal) };
}

function ordinalOf(pod: Pod): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}
