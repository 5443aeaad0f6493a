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
import type { PodTemplate, Workload } from '../objects/workload.ts';
import { type Age, ago } from './ages.ts';
import type { Plan, Story } from './company.ts';
import { pastStatus } from './past.ts';

const defaultStory: Story = { type: 'running' };

/** Puts a workload of the company into the store: the object, what it controls, and its pods with their past. */
export function plant(store: ObjectStore, plan: Plan, now: Date): void {
  if (plan.kind === 'Pod') {
    addPod(store, { pod: barePod(plan, now), plan, index: 0, now });
    return;
  }
  const workload = workloadOf(plan, now);
  add(store, workload);
  const owner =
    plan.kind === 'Deployment'
      ? newReplicaSet(workload, { createdAt: ago(now, plan.age), revision: 1 })
      : workload;
  if (owner !== workload) add(store, owner);
  for (const [index, details] of podsOf(store, plan, owner).entries()) {
    const createdAt = ago(now, podAge(plan, index));
    addPod(store, { pod: newPod(owner, { ...details, createdAt }), plan, index, now });
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
}

function addPod(store: ObjectStore, { pod, plan, index, now }: NewPod): void {
  const { story = defaultStory } = plan;
  if (story.type === 'unschedulable') {
    add(store, pod);
    return;
  }
  const placed = withPodAddress(onNode(store, pod), store, now);
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

function workloadOf(plan: Plan, now: Date): Workload {
  const { kind, namespace, name, replicas = 1 } = plan;
  const labels = labelsOf(plan);
  const uid = randomUUID();
  return {
    kind,
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: formatTime(ago(now, plan.age)),
      generation: 1,
      labels,
    },
    spec: {
      ...(kind === 'Deployment' || kind === 'StatefulSet' ? { replicas } : {}),
      ...(kind === 'StatefulSet' ? { serviceName: name, podManagementPolicy: 'OrderedReady' } : {}),
      ...(kind === 'Job' ? { completions: 1, parallelism: 1, backoffLimit: 6 } : {}),
      ...strategyOf(kind),
      selector: {
        matchLabels: kind === 'Job' ? { 'batch.kubernetes.io/controller-uid': uid } : { app: name },
      },
      template: templateOf(plan),
    },
    ...(kind === 'Job' ? { status: jobStatus(plan, now) } : {}),
  };
}

function strategyOf(kind: Plan['kind']): object {
  const rollingUpdate = { maxSurge: '25%', maxUnavailable: '25%' };
  if (kind === 'Deployment') {
    return {
      strategy: { type: 'RollingUpdate', rollingUpdate },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    };
  }
  return kind === 'Job' ? {} : { updateStrategy: { type: 'RollingUpdate' }, revisionHistoryLimit: 10 };
}

function jobStatus(plan: Plan, now: Date) {
  const start = ago(now, plan.age);
  const seconds = plan.story?.type === 'completed' ? plan.story.seconds : 0;
  const end = formatTime(new Date(start.getTime() + seconds * 1000));
  const reached = {
    status: 'True',
    lastProbeTime: end,
    lastTransitionTime: end,
    reason: 'CompletionsReached',
  } as const;
  const message = 'Reached expected number of succeeded pods';
  const conditions = ['SuccessCriteriaMet', 'Complete'].map(type => ({ type, ...reached, message }));
  return { startTime: formatTime(start), completionTime: end, succeeded: 1, ready: 0, conditions };
}

function templateOf(plan: Plan): PodTemplate {
  const metadata = {
    labels: labelsOf(plan),
    ...(plan.annotations === undefined ? {} : { annotations: plan.annotations }),
  };
  return { metadata, spec: plan.pod };
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

function labelsOf({ name, tier }: Plan): Readonly<Record<string, string>> {
  return { app: name, tier };
}

function add(store: ObjectStore, object: KubeObject): void {
  store.create(storeName(typeOfKind(object.kind)), object);
}
