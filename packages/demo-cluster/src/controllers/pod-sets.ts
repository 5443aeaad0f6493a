import type { EventRecorder } from '../kubelet/event-recorder.ts';
import type { ObjectStore } from '../object-store.ts';
import { formatTime, objectKey } from '../objects/kube-object.ts';
import type { Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Workload, WorkloadStatus } from '../objects/workload.ts';
import { isControlledBy, newPod } from './pod-template.ts';
import { isTolerated } from './scheduler.ts';

/** What controllers work on. */
export interface ControllerContext {
  readonly store: ObjectStore;
  readonly recorder: EventRecorder;
  readonly now: () => Date;
}

/** Replica set: as many pods as it says, whatever their names; one that is being deleted is replaced at once. */
export function reconcileReplicaSet(context: ControllerContext, set: Workload): void {
  const pods = podsOf(context.store, set).filter(isActive);
  const { replicas = 1 } = set.spec;
  for (let count = pods.length; count < replicas; count += 1) {
    create(context, set, newPod(set, { createdAt: context.now() }));
  }
  for (const pod of pods.slice(replicas)) remove(context, set, pod);
  const owned = podsOf(context.store, set).filter(isActive);
  const ready = owned.filter(isPodReady).length;
  writeStatus(context.store, 'replicasets.apps', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: owned.length,
    ...(owned.length === 0 ? {} : { fullyLabeledReplicas: owned.length }),
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
  });
}

/** Stateful set: pods by number; one that is deleted comes back under its name once it is gone. */
export function reconcileStatefulSet(context: ControllerContext, set: Workload): void {
  const { store, now } = context;
  const { namespace, name } = set.metadata;
  const { replicas = 1 } = set.spec;
  for (let ordinal = 0; ordinal < replicas; ordinal += 1) {
    const podName = `${name}-${ordinal}`;
    if (store.get('pods', `${namespace}/${podName}`) !== undefined) continue;
    create(
      context,
      set,
      newPod(set, { createdAt: now(), name: podName, labels: ordinalLabels(podName, ordinal) }),
    );
  }
  const pods = podsOf(store, set);
  for (const pod of pods) if (ordinalOf(pod) >= replicas) remove(context, set, pod);
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

/** Daemon set: one pod on each node that it may run on. */
export function reconcileDaemonSet(context: ControllerContext, set: Workload): void {
  const { store, now } = context;
  const nodes = (store.list('nodes') as readonly Node[]).filter(node => mayRunOn(set, node));
  const before = podsOf(store, set);
  for (const { metadata } of nodes) {
    if (before.some(pod => pod.spec.nodeName === metadata.name)) continue;
    create(context, set, newPod(set, { createdAt: now(), nodeName: metadata.name }));
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

/** Job: a pod until one has completed. */
export function reconcileJob(context: ControllerContext, job: Workload): void {
  const { store, now } = context;
  if (job.status?.completionTime !== undefined) return;
  const pods = podsOf(store, job);
  const succeeded = pods.filter(pod => pod.status.phase === 'Succeeded').length;
  const failed = pods.filter(pod => pod.status.phase === 'Failed').length;
  const { completions = 1 } = job.spec;
  if (succeeded < completions && !pods.some(isActive)) {
    create(context, job, newPod(job, { createdAt: now(), labels: jobLabels(job) }));
  }
  const active = podsOf(store, job).filter(isActive).length;
  const startTime = job.status?.startTime ?? formatTime(now());
  const progress = {
    startTime,
    ...(active === 0 ? {} : { active, ready: active }),
    ...(failed === 0 ? {} : { failed }),
  };
  writeStatus(
    store,
    'jobs.batch',
    job,
    succeeded < completions ? progress : completed(progress, succeeded, now()),
  );
}

/** The labels that a job gives its pods. */
export function jobLabels({ metadata }: Workload): Readonly<Record<string, string>> {
  const { name, uid = '' } = metadata;
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'job-name': name,
  };
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

function completed(progress: WorkloadStatus, succeeded: number, now: Date): WorkloadStatus {
  const { active: _, ready: __, ...rest } = progress;
  const time = formatTime(now);
  const reached = {
    status: 'True',
    lastProbeTime: time,
    lastTransitionTime: time,
    reason: 'CompletionsReached',
  } as const;
  const message = 'Reached expected number of succeeded pods';
  const conditions = ['SuccessCriteriaMet', 'Complete'].map(type => ({ type, ...reached, message }));
  return { ...rest, succeeded, completionTime: time, conditions };
}

function podsOf(store: ObjectStore, owner: Workload): readonly Pod[] {
  return (store.list('pods') as readonly Pod[]).filter(pod => isControlledBy(pod, owner));
}

function isActive(pod: Pod): boolean {
  const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return !over && pod.metadata.deletionTimestamp === undefined;
}

function isPodReady(pod: Pod): boolean {
  const conditions = pod.status.conditions ?? [];
  return conditions.some(condition => condition.type === 'Ready' && condition.status === 'True');
}

function ordinalOf(pod: Pod): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1));
}

function create({ store, recorder }: ControllerContext, owner: Workload, pod: Pod): void {
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

function remove({ store, recorder, now }: ControllerContext, owner: Workload, pod: Pod): void {
  if (pod.metadata.deletionTimestamp !== undefined) return;
  const graceSeconds = pod.spec.terminationGracePeriodSeconds ?? 30;
  const message = `Deleted pod: ${pod.metadata.name}`;
  recorder.record({
    object: owner,
    type: 'Normal',
    reason: 'SuccessfulDelete',
    message,
    component: componentOf(owner),
  });
  if (pod.spec.nodeName === undefined) {
    store.delete('pods', objectKey(pod.metadata));
    return;
  }
  const deletionTimestamp = formatTime(new Date(now().getTime() + graceSeconds * 1000));
  store.update<Pod>('pods', objectKey(pod.metadata), current => ({
    ...current,
    metadata: { ...current.metadata, deletionTimestamp, deletionGracePeriodSeconds: graceSeconds },
  }));
}

function componentOf(owner: Workload): string {
  return `${owner.kind.toLowerCase()}-controller`;
}

function writeStatus(store: ObjectStore, resource: string, owner: Workload, status: WorkloadStatus): void {
  store.update<Workload>(resource, objectKey(owner.metadata), current => ({ ...current, status }));
}
