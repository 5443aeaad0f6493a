import type { ContainerKind, ContainerState, ContainerSummary, PodSummary } from '@podbay/protocol';
import type { Container, ContainerStatus, Pod } from './kubernetes-types.ts';
import { findOwner } from './pod-owner.ts';
import { isSidecar, podStatusLine } from './pod-status.ts';

/** What the browser gets to know of a pod. */
export function summarizePod(pod: Pod): PodSummary {
  const containers = summarizeContainers(pod);
  const annotated = pod.metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  const first = containers.find(({ kind }) => kind === 'container');
  return {
    namespace: pod.metadata?.namespace ?? '',
    name: pod.metadata?.name ?? '',
    uid: pod.metadata?.uid ?? '',
    ...podStatusLine(pod),
    createdAt: pod.metadata?.creationTimestamp ?? '',
    node: pod.spec?.nodeName ?? null,
    owner: findOwner(pod.metadata),
    defaultContainer: (containers.find(({ name }) => name === annotated) ?? first)?.name ?? '',
    containers,
  };
}

/** Every container of the pod's spec, those of the pod proper first; one that kubelet has not reported yet waits. */
function summarizeContainers({ spec, status }: Pod): readonly ContainerSummary[] {
  return [
    ...summarize(spec?.containers, status?.containerStatuses, () => 'container'),
    ...summarize(spec?.initContainers, status?.initContainerStatuses, initKind),
    ...summarize(spec?.ephemeralContainers, status?.ephemeralContainerStatuses, () => 'ephemeral'),
  ];
}

function summarize(
  containers: readonly Container[] = [],
  statuses: readonly ContainerStatus[] = [],
  kindOf: (container: Container) => ContainerKind,
): readonly ContainerSummary[] {
  return containers.map(container => {
    const status = statuses.find(({ name }) => name === container.name);
    return {
      name: container.name ?? '',
      kind: kindOf(container),
      image: container.image ?? '',
      ready: status?.ready ?? false,
      restarts: status?.restartCount ?? 0,
      state: summarizeState(status),
    };
  });
}

function initKind(container: Container): ContainerKind {
  return isSidecar(container) ? 'sidecar' : 'init';
}

/** A container's state in the protocol's words. Kubernetes: none of the three means waiting. */
export function summarizeState(status: ContainerStatus | undefined): ContainerState {
  const { running, terminated, waiting } = status?.state ?? {};
  if (running) return { type: 'running', startedAt: running.startedAt ?? null };
  if (terminated) {
    const { reason = '', message = '', exitCode = 0 } = terminated;
    return { type: 'terminated', reason, message, exitCode };
  }
  return { type: 'waiting', reason: waiting?.reason ?? '', message: waiting?.message ?? '' };
}
