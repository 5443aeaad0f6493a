import type { Condition } from '../objects/kube-object.ts';
import type { ContainerStatus, Pod, PodPhase, PodStatus } from '../objects/pod.ts';
import { isSidecar } from '../objects/pod.ts';

/** The statuses of a pod's containers, in the pod's order. */
export interface ContainerStatuses {
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
  readonly ephemeral: readonly ContainerStatus[];
}

/** The pod's status as its containers make it. */
export function podStatus(pod: Pod, statuses: ContainerStatuses, now: string): PodStatus {
  const initialized = statuses.main.some(hasBegun) || isInitialized(pod, statuses.init);
  const phase = phaseOf(pod, statuses, initialized);
  return {
    ...pod.status,
    phase,
    conditions: conditionsOf(pod, { statuses, phase, initialized, now }),
    ...(statuses.init.length === 0 ? {} : { initContainerStatuses: statuses.init }),
    containerStatuses: statuses.main,
    ...(statuses.ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: statuses.ephemeral }),
  };
}

function isInitialized(pod: Pod, init: readonly ContainerStatus[]): boolean {
  return (pod.spec.initContainers ?? []).every(container => {
    const status = init.find(candidate => candidate.name === container.name);
    return isSidecar(container) ? status?.started === true : status?.state.terminated?.exitCode === 0;
  });
}

// Main containers begin when everything before them is done; what happens to a sidecar later is another matter.
function hasBegun({ state, lastState }: ContainerStatus): boolean {
  return state.running !== undefined || state.terminated !== undefined || lastState.terminated !== undefined;
}

// kubernetes pkg/kubelet getPhase: a container that waits for its restart counts as ended.
function phaseOf(pod: Pod, { main }: ContainerStatuses, initialized: boolean): PodPhase {
  if (!initialized) return 'Pending';
  const { restartPolicy = 'Always' } = pod.spec;
  if (main.some(status => status.state.waiting !== undefined && status.lastState.terminated === undefined))
    return 'Pending';
  if (main.some(status => status.state.running !== undefined)) return 'Running';
  const ends = main.map(status => (status.state.terminated ?? status.lastState.terminated)?.exitCode);
  if (restartPolicy === 'Always') return 'Running';
  if (ends.every(code => code === 0)) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

interface Facts {
  readonly statuses: ContainerStatuses;
  readonly phase: PodPhase;
  readonly initialized: boolean;
  readonly now: string;
}

function conditionsOf(pod: Pod, facts: Facts): readonly Condition[] {
  const { initialized, now } = facts;
  const ready = readiness(pod, facts);
  const wanted: readonly Condition[] = [
    {
      type: 'PodReadyToStartContainers',
      status: facts.phase === 'Succeeded' || facts.phase === 'Failed' ? 'False' : 'True',
    },
    initialized ? { type: 'Initialized', status: 'True' } : notInitialized(pod, facts.statuses.init),
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...ready },
    { type: 'PodScheduled', status: 'True' },
  ];
  return wanted.map(condition => withTransition(condition, pod.status.conditions ?? [], now));
}

type Readiness = Pick<Condition, 'status' | 'reason' | 'message'>;

function readiness(pod: Pod, { statuses, phase }: Facts): Readiness {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).map(container => container.name);
  const counted = [...statuses.init.filter(status => sidecars.includes(status.name)), ...statuses.main];
  const unready = counted.filter(status => status.state.running === undefined).map(status => status.name);
  if (unready.length === 0) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${unready.join(' ')}]`,
  };
}

function notInitialized(pod: Pod, init: readonly ContainerStatus[]): Condition {
  const names = (pod.spec.initContainers ?? []).map(container => container.name);
  const incomplete = names.filter(name => {
    const status = init.find(candidate => candidate.name === name);
    return status?.state.terminated?.exitCode !== 0;
  });
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized', message };
}

function withTransition(condition: Condition, before: readonly Condition[], now: string): Condition {
  const previous = before.find(candidate => candidate.type === condition.type);
  const unchanged = previous?.status === condition.status;
  const lastTransitionTime = (unchanged ? previous?.lastTransitionTime : undefined) ?? now;
  return { lastProbeTime: null, lastTransitionTime, ...condition };
}
