import type { ContainerState, ContainerStatus, Pod } from '../../objects/pod.ts';
import { isSidecar } from '../../objects/pod.ts';
import { formatAge } from './duration.ts';

/** What `kubectl get pods` shows of a pod. */
export interface PodSummary {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

/**
 * Sums a pod up as the API server's own printer does (kubernetes `pkg/printers/internalversion` printPod): the first init
 * container that isn't done speaks for the pod, else the last main container with a story, else its phase.
 */
export function summarizePod(pod: Pod, now: Date): PodSummary {
  const init = summarizeInit(pod);
  const main = summarizeMain(pod);
  const initializing = init.reason !== undefined;
  const sidecars = sidecarStatuses(pod);
  const total = pod.spec.containers.length + sidecarNames(pod).size;
  const counted = [...sidecars, ...(pod.status.containerStatuses ?? [])];
  const ready = counted.filter(status => status.ready && status.state.running !== undefined).length;
  const reason = init.reason ?? main ?? pod.status.reason ?? pod.status.phase;
  const restarted = initializing ? (pod.status.initContainerStatuses ?? []) : counted;
  return {
    ready: `${ready}/${total}`,
    status: terminatingStatus(pod) ?? reason,
    restarts: formatRestarts(restarted, now),
  };
}

function summarizeInit(pod: Pod): { reason: string | undefined } {
  const statuses = pod.status.initContainerStatuses ?? [];
  const sidecars = sidecarNames(pod);
  for (const [index, status] of statuses.entries()) {
    const { terminated, waiting } = status.state;
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(status.name) && status.started) continue;
    if (terminated !== undefined) return { reason: `Init:${terminatedReason(terminated)}` };
    if (waiting !== undefined && waiting.reason !== '' && waiting.reason !== 'PodInitializing') {
      return { reason: `Init:${waiting.reason}` };
    }
    return { reason: `Init:${index}/${pod.spec.initContainers?.length ?? 0}` };
  }
  return { reason: undefined };
}

function summarizeMain(pod: Pod): string | undefined {
  const statuses = pod.status.containerStatuses ?? [];
  const running = statuses.some(status => status.ready && status.state.running !== undefined);
  const reason = statuses.map(status => reasonOf(status.state)).find(found => found !== undefined);
  if (reason !== 'Completed' || !running) return reason;
  const ready = pod.status.conditions?.some(
    condition => condition.type === 'Ready' && condition.status === 'True',
  );
  return ready === true ? 'Running' : 'NotReady';
}

function reasonOf(state: ContainerState): string | undefined {
  if (state.waiting !== undefined && state.waiting.reason !== '') return state.waiting.reason;
  return state.terminated === undefined ? undefined : terminatedReason(state.terminated);
}

function terminatedReason(terminated: { reason: string; exitCode: number }): string {
  return terminated.reason === '' ? `ExitCode:${terminated.exitCode}` : terminated.reason;
}

function terminatingStatus(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status.reason === 'NodeLost') return 'Unknown';
  const over = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  return over ? undefined : 'Terminating';
}

function formatRestarts(statuses: readonly ContainerStatus[], now: Date): string {
  const count = statuses.reduce((sum, status) => sum + status.restartCount, 0);
  const ends = statuses
    .map(status => status.lastState.terminated?.finishedAt)
    .filter(end => end !== undefined);
  const last = ends.toSorted().at(-1);
  return count > 0 && last !== undefined ? `${count} (${formatAge(last, now)} ago)` : String(count);
}

function sidecarNames(pod: Pod): ReadonlySet<string> {
  return new Set((pod.spec.initContainers ?? []).filter(isSidecar).map(container => container.name));
}

function sidecarStatuses(pod: Pod): readonly ContainerStatus[] {
  const names = sidecarNames(pod);
  return (pod.status.initContainerStatuses ?? []).filter(status => names.has(status.name));
}
