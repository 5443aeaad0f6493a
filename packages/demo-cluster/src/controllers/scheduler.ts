import type { EventRecorder } from '../kubelet/event-recorder.ts';
import type { ObjectStore } from '../object-store.ts';
import { formatTime, objectKey } from '../objects/kube-object.ts';
import type { Node, Taint } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';

interface SchedulerContext {
  readonly store: ObjectStore;
  readonly recorder: EventRecorder;
  readonly now: () => Date;
}

const retryMs = 60_000;

/** Binds each new pod to the node that fits and has the fewest pods; one that fits none waits, and an event says why. */
export class Scheduler {
  readonly #context: SchedulerContext;
  #unwatch = () => {};
  #retry: NodeJS.Timeout | undefined;

  constructor(context: SchedulerContext) {
    this.#context = context;
  }

  start(): void {
    const { store } = this.#context;
    this.#unwatch = store.watch('pods', store.revision, ({ type, object }) => {
      if (type === 'ADDED') this.#schedule(object as Pod);
    });
    this.#scheduleAll();
    this.#retry = setInterval(() => this.#scheduleAll(), retryMs).unref();
  }

  close(): void {
    this.#unwatch();
    clearInterval(this.#retry);
  }

  #scheduleAll(): void {
    for (const pod of this.#context.store.list('pods') as readonly Pod[]) this.#schedule(pod);
  }

  #schedule(pod: Pod): void {
    const { store } = this.#context;
    if (pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return;
    const nodes = store.list('nodes') as readonly Node[];
    const fitting = nodes.filter(node => obstacle(node, pod) === undefined);
    const [best] = fitting.toSorted((a, b) => this.#load(a) - this.#load(b));
    if (best === undefined) this.#reject(pod, explain(nodes, pod));
    else this.#bind(pod, best.metadata.name);
  }

  #load({ metadata }: Node): number {
    const pods = this.#context.store.list('pods') as readonly Pod[];
    return pods.filter(pod => pod.spec.nodeName === metadata.name).length;
  }

  #bind(pod: Pod, nodeName: string): void {
    const { store, recorder, now } = this.#context;
    const { namespace, name } = pod.metadata;
    const lastTransitionTime = formatTime(now());
    const scheduled = {
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime,
    } as const;
    store.update<Pod>('pods', objectKey(pod.metadata), current => ({
      ...current,
      spec: { ...current.spec, nodeName },
      status: { ...current.status, conditions: [scheduled] },
    }));
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    recorder.record({
      object: pod,
      type: 'Normal',
      reason: 'Scheduled',
      message,
      component: 'default-scheduler',
    });
  }

  #reject(pod: Pod, message: string): void {
    const { store, recorder, now } = this.#context;
    store.update<Pod>('pods', objectKey(pod.metadata), current => {
      const [before] = current.status.conditions ?? [];
      const lastTransitionTime = before?.lastTransitionTime ?? formatTime(now());
      const reason = { reason: 'Unschedulable', message };
      const condition = {
        type: 'PodScheduled',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime,
        ...reason,
      } as const;
      return { ...current, status: { ...current.status, phase: 'Pending', conditions: [condition] } };
    });
    recorder.record({
      object: pod,
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: 'default-scheduler',
    });
  }
}

// Why the pod can't go there; `undefined`: it can.
function obstacle(node: Node, pod: Pod): string | undefined {
  const taint = node.spec.taints?.find(candidate => !isTolerated(candidate, pod));
  if (taint !== undefined) return `had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
  if (node.spec.unschedulable === true) return 'were unschedulable';
  const labels = node.metadata.labels ?? {};
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  return wanted.every(([key, value]) => labels[key] === value)
    ? undefined
    : "didn't match Pod's node affinity/selector";
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly effect?: string;
}

/** Whether the pod may run on a node with this taint. One that goes away again after a while does not count. */
export function isTolerated(taint: Taint, pod: Pick<Pod, 'spec'>): boolean {
  if (taint.effect === 'PreferNoSchedule') return true;
  const { tolerations = [] } = pod.spec as { tolerations?: readonly Toleration[] };
  return tolerations.some(
    ({ key, effect }) =>
      (key === undefined || key === taint.key) && (effect === undefined || effect === taint.effect),
  );
}

function explain(nodes: readonly Node[], pod: Pod): string {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const problem = obstacle(node, pod) ?? '';
    counts.set(problem, (counts.get(problem) ?? 0) + 1);
  }
  const parts = [...counts].map(([problem, count]) => `${count} node(s) ${problem}`).toSorted();
  const total = nodes.length;
  const preemption = `preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
  return `0/${total} nodes are available: ${parts.join(', ')}. ${preemption}`;
}
