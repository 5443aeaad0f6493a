import { randomUUID } from 'node:crypto';
import { storeName, typeOfKind } from '../apiserver/resource-types.ts';
import { mayRunOn } from '../controllers/daemon-set.ts';
import { newReplicaSet } from '../controllers/deployment.ts';
import { jobLabels } from '../controllers/job.ts';
import { newPod } from '../controllers/pod-template.ts';
import { ordinalLabels } from '../controllers/stateful-set.ts';
import { withPodAddress } from '../kubelet/pod-address.ts';
import type { ObjectStore } from '../object-store.ts';
import { defaultPodSpec, qosClass } from '../objects/defaults.ts';
import { formatTime, type KubeObject } from '../objects/kube-object.ts';
import { isReady, type Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Workload } from '../objects/workload.ts';
import { type Age, ago } from './ages.ts';
import type { Plan } from './company.ts';
import { pastStatus } from './past.ts';
import { cronJobOf, defaultStory, templateOf, workloadOf } from './planned-workload.ts';

export interface Planting {
  readonly now: Date;
  /** Gives a pod its node and its address; by default the emptiest node's. */
  readonly place?: (pod: Pod) => Pod;
}

/** Puts a workload of the company into the store: the object, what it controls, and its pods with their past. */
export function plant(store: ObjectStore, plan: Plan, planting: Planting): void {
  const { now, place = (pod: Pod) => withPodAddress(onNode(store, pod), store, now) } = planting;
  if (plan.kind === 'Pod') {
    addPod(store, { pod: barePod(plan, now), plan, index: 0, now, place });
    return;
  }
  const cronJob = cronJobOf(plan, now);
  const workload = workloadOf(plan, now, cronJob);
  for (const object of cronJob === undefined ? [workload] : [cronJob, workload]) add(store, object);
  const owner =
    plan.kind === 'Deployment'
      ? newReplicaSet(workload, { createdAt: ago(now, plan.age), revision: 1 })
      : workload;
  if (owner !== workload) add(store, owner);
  for (const [index, details] of podsOf(store, plan, owner).entries()) {
    const createdAt = ago(now, podAge(plan, index));
    addPod(store, { pod: newPod(owner, { ...details, createdAt }), plan, index, now, place });
  }
}

function podAge({ story = defaultStory, age }: Plan, index: number): Age {
  return (story.type === 'running' ? story.podAges?.[index] : undefined) ?? age;
}

interface PodDetails {
  readonly name?: string;
  readonly nodeName?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

function podsOf(store: ObjectStore, plan: Plan, owner: Workload): readonly PodDetails[] {
  const { replicas = 1, name } = plan;
  switch (plan.kind) {
    case 'StatefulSet':
      return Array.from({ length: replicas }, (_, ordinal) => {
        const podName = `${name}-${ordinal}`;
        return { name: podName, labels: ordinalLabels(podName, ordinal) };
      });
    case 'DaemonSet':
      return (store.list('nodes') as readonly Node[])
        .filter(node => mayRunOn(owner, node))
        .map(node => ({ nodeName: node.metadata.name }));
    case 'Job':
      return [{ labels: jobLabels(owner) }];
    default:
      return Array.from({ length: replicas }, () => ({}));
  }
}

interface NewPod {
  readonly pod: Pod;
  readonly plan: Plan;
  readonly index: number;
  readonly now: Date;
  readonly place: (pod: Pod) => Pod;
}

function addPod(store: ObjectStore, { pod, plan, index, now, place }: NewPod): void {
  const { story = defaultStory } = plan;
  if (story.type === 'unschedulable') {
    add(store, pod);
    return;
  }
  const placed = place(pod);
  // The workload's restarts are those of its first pod.
  const own: typeof story = story.type === 'running' && index > 0 ? { type: 'running' } : story;
  const status = pastStatus(placed, own, now);
  add(store, { ...placed, status: isLost(store, placed) ? unreachable(status, now) : status });
}

function onNode(store: ObjectStore, pod: Pod): Pod {
  if (pod.spec.nodeName !== undefined) return pod;
  const pods = store.list('pods') as readonly Pod[];
  const load = (node: Node) => pods.filter(other => other.spec.nodeName === node.metadata.name).length;
  const workers = (store.list('nodes') as readonly Node[]).filter(node => node.spec.taints === undefined);
  const nodeName = workers.toSorted((a, b) => load(a) - load(b))[0]?.metadata.name ?? '';
  return { ...pod, spec: { ...pod.spec, nodeName } };
}

function isLost(store: ObjectStore, pod: Pod): boolean {
  return !isReady(store.get('nodes', pod.spec.nodeName ?? '') as Node);
}

// What the node controller writes when a kubelet is no longer heard of; the containers' own statuses stay as they were.
function unreachable(status: Pod['status'], now: Date): Pod['status'] {
  const lastTransitionTime = formatTime(ago(now, '3h'));
  const conditions = status.conditions?.map(condition =>
    condition.type === 'Ready' ? { ...condition, status: 'False' as const, lastTransitionTime } : condition,
  );
  return { ...status, ...(conditions === undefined ? {} : { conditions }) };
}

function barePod(plan: Plan, now: Date): Pod {
  const { namespace, name } = plan;
  const spec = defaultPodSpec(plan.pod);
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      ...templateOf(plan).metadata,
      name,
      namespace,
      uid: randomUUID(),
      creationTimestamp: formatTime(ago(now, plan.age)),
    },
    spec,
    status: { phase: 'Pending', qosClass: qosClass({ spec }) },
  };
}

function add(store: ObjectStore, object: KubeObject): void {
  store.create(storeName(typeOfKind(object.kind)), object);
}
