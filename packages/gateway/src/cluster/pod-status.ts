import type { Container, ContainerStatus, Pod, PodCondition } from './kubernetes-types.ts';

/** What `kubectl get pods` shows of a pod. */
export interface PodStatusLine {
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
}

/**
 * Computes STATUS, READY and RESTARTS by the rules of Kubernetes' printer
 * (k8s.io/kubernetes `pkg/printers/internalversion/printers.go`, `printPod`):
 *
 *   phase < status.reason < SchedulingGated
 *         < first init container that is not done (then only it counts, unless the pod says Initialized)
 *         < containers, the first one that waits or has ended wins
 *         < Running or NotReady, where one has ended well and another runs
 *         < Unknown, Terminating
 */
export function podStatusLine(pod: Pod): PodStatusLine {
  const sidecars = new Set((pod.spec?.initContainers ?? []).filter(isSidecar).map(one => one.name));
  const init = readInitContainers(pod, sidecars);
  const main = init.reason === undefined || isTrue(pod, 'Initialized') ? readContainers(pod) : undefined;
  const reason = main?.reason ?? init.reason ?? podReason(pod);
  return {
    status: finalStatus(pod, reason, main?.running ?? 0),
    ready: init.ready + (main?.running ?? 0),
    total: (pod.spec?.containers?.length ?? 0) + sidecars.size,
    restarts: main === undefined ? init.restarts : init.sidecarRestarts + main.restarts,
  };
}

/** Tells whether an init container goes on beside the containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function podReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some(
    condition => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  return gated ? 'SchedulingGated' : pod.status?.reason || pod.status?.phase || 'Unknown';
}

interface InitFacts {
  /** Why the pod is not initialized yet. */
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
}

/** Goes through the init containers up to the first that is not done: those after it have not started. */
function readInitContainers(pod: Pod, sidecars: ReadonlySet<string | undefined>): InitFacts {
  const total = pod.spec?.initContainers?.length ?? 0;
  const facts = { ready: 0, restarts: 0, sidecarRestarts: 0 };
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = sidecars.has(status.name);
    facts.restarts += status.restartCount ?? 0;
    if (sidecar) facts.sidecarRestarts += status.restartCount ?? 0;
    if (status.state?.terminated?.exitCode === 0) continue;
    const reason = sidecar && status.started === true ? undefined : initReason(status, `${index}/${total}`);
    if (reason !== undefined) return { ...facts, reason };
    if (status.ready === true) facts.ready += 1;
  }
  return { ...facts, reason: undefined };
}

function initReason({ state }: ContainerStatus, progress: string): string {
  if (state?.terminated) return `Init:${endReason(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${progress}`;
}

/** Later containers are looked at first, so that the first one's reason wins. */
function readContainers(pod: Pod): { reason: string | undefined; running: number; restarts: number } {
  const facts: { reason: string | undefined; running: number; restarts: number } = {
    reason: undefined,
    running: 0,
    restarts: 0,
  };
  for (const { state, restartCount, ready } of (pod.status?.containerStatuses ?? []).toReversed()) {
    facts.restarts += restartCount ?? 0;
    if (state?.waiting?.reason) facts.reason = state.waiting.reason;
    else if (state?.terminated) facts.reason = endReason(state.terminated);
    else if (ready === true && state?.running) facts.running += 1;
  }
  return facts;
}

function endReason({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode?: number }) {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}

function finalStatus(pod: Pod, reason: string, running: number): string {
  const deleted = pod.metadata?.deletionTimestamp !== undefined;
  const over = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (deleted && pod.status?.reason === 'NodeLost') return 'Unknown';
  if (deleted && !over) return 'Terminating';
  if (reason === 'Completed' && running > 0) return isTrue(pod, 'Ready') ? 'Running' : 'NotReady';
  return reason;
}

function isTrue(pod: Pod, type: string): boolean {
  return (pod.status?.conditions ?? []).some(
    (one: PodCondition) => one.type === type && one.status === 'True',
  );
}
