import type { ContainerKind, ContainerSummary, PodSummary } from '@podbay/protocol';

/** The colour of a state. Never the only sign of it: a word stands beside it. */
export type Tone = 'ok' | 'pending' | 'warn' | 'bad' | 'idle';

const troubled = /error|backoff|err|failed|oomkilled|invalid|evicted|unknown|lost|deadline/i;
const finished = /^(completed|succeeded)$/i;

// Kubernetes never calls the others ready.
const countsReady: ReadonlySet<ContainerKind> = new Set(['container', 'sidecar']);

/** The tone of a pod's STATUS, as `kubectl get pods` words it. */
export function podTone(pod: PodSummary): Tone {
  if (troubled.test(pod.status)) return 'bad';
  if (finished.test(pod.status)) return 'idle';
  if (pod.status !== 'Running') return 'pending';
  return pod.ready < pod.total ? 'warn' : 'ok';
}

/** Whether a container runs and is not ready, though one of its kind should be. */
export function isUnready({ state, ready, kind }: ContainerSummary): boolean {
  return state.type === 'running' && !ready && countsReady.has(kind);
}

/** The tone of a container's state. */
export function containerTone(container: ContainerSummary): Tone {
  const { state } = container;
  switch (state.type) {
    case 'running':
      return isUnready(container) ? 'warn' : 'ok';
    case 'waiting':
      return troubled.test(state.reason) ? 'bad' : 'pending';
    case 'terminated':
      return state.exitCode === 0 ? 'idle' : 'bad';
    default:
      return state satisfies never;
  }
}
