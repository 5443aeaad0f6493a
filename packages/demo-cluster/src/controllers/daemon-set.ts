import type { Node } from '../objects/node.ts';
import type { Workload } from '../objects/workload.ts';
import { type ControllerContext, createPod, isPodReady, podsOf, writeStatus } from './pod-control.ts';
import { newPod } from './pod-template.ts';
import { isTolerated } from './scheduler.ts';

/** Daemon set: one pod on each node that it may run on. */
export function reconcileDaemonSet(context: ControllerContext, set: Workload): void {
  const { store, now } = context;
  const nodes = (store.list('nodes') as readonly Node[]).filter(node => mayRunOn(set, node));
  const before = podsOf(store, set);
  for (const { metadata } of nodes) {
    if (before.some(pod => pod.spec.nodeName === metadata.name)) continue;
    createPod(context, set, newPod(set, { createdAt: now(), nodeName: metadata.name }));
  }
  const pods = podsOf(store, set);
  const ready = pods.filter(isPodReady).length;
  writeStatus(store, 'daemonsets.apps', set, {
    observedGeneration: set.metadata.generation ?? 1,
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: nodes.length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready,
    ...(ready < nodes.length ? { numberUnavailable: nodes.length - ready } : {}),
    updatedNumberScheduled: pods.length,
  });
}

/** Whether the set puts a pod on the node: it tolerates what is wrong with nodes, but not every taint. */
export function mayRunOn(set: Workload, node: Node): boolean {
  const { template } = set.spec;
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(template.spec.nodeSelector ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
  const taints = (node.spec.taints ?? []).filter(taint => !taint.key.startsWith('node.kubernetes.io/'));
  return selected && taints.every(taint => isTolerated(taint, template));
}
