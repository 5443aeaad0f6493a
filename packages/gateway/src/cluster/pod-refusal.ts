import type { ContainerState, Refusal, Target } from '@podbay/protocol';
import type { ContainerStatus, Pod } from './kubernetes-types.ts';
import { findContainer } from './pod-container.ts';
import { summarizeState } from './pod-summary.ts';

/** Why nothing can be run in the target's container, or `undefined`. */
export function explainPod(pod: Pod, target: Target): Refusal | undefined {
  const found = findContainer(pod, target.container);
  if (found === undefined) return containerNotFound(pod, target);
  if (found.status?.state?.running) return undefined;
  if (!pod.spec?.nodeName) return notScheduled(pod, target);
  return notRunning(pod, target, found.status);
}

/** The pod that is asked for is not there. */
export function podNotFound({ namespace, pod }: Target): Refusal {
  return {
    code: 'pod-not-found',
    message: `There is no pod ${pod} in the namespace ${namespace}.`,
    hint: 'It may have been deleted or replaced: pick its successor from the list.',
    details: { namespace, pod },
  };
}

function containerNotFound(pod: Pod, target: Target): Refusal {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const names = [...containers, ...initContainers, ...ephemeralContainers].map(({ name }) => name).join(', ');
  return {
    code: 'container-not-found',
    message: `Pod ${target.pod} has no container ${target.container}.`,
    hint: `Its containers are: ${names}.`,
    details: { pod: target.pod, container: target.container, containers: names },
  };
}

function notScheduled(pod: Pod, target: Target): Refusal {
  const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const why = condition?.message ? `: ${condition.message}` : '.';
  return {
    code: 'pod-not-scheduled',
    message: `Pod ${target.pod} waits for a node${why}`,
    hint: 'Nothing runs before the scheduler has found a node for it.',
    details: { pod: target.pod, reason: condition?.reason ?? '', message: condition?.message ?? '' },
  };
}

/** A terminated container's message may be the end of its log. */
const maxMessageLength = 500;

function notRunning(pod: Pod, target: Target, status: ContainerStatus | undefined): Refusal {
  const state = summarizeState(status);
  const { reason, message } = state.type === 'running' ? { reason: '', message: '' } : state;
  const exit = state.type === 'terminated' ? `exit code ${state.exitCode}` : '';
  const facts = [reason, exit].filter(fact => fact !== '').join(', ');
  const verb = state.type === 'terminated' ? 'has ended' : 'is not running yet';
  const phase = pod.metadata?.deletionTimestamp ? 'Terminating' : (pod.status?.phase ?? '');
  return {
    code: 'container-not-running',
    message: `Container ${target.container} ${verb}${facts && ` (${facts})`}.`,
    hint: notRunningHint(target, state, phase),
    details: {
      container: target.container,
      state: state.type,
      reason,
      phase,
      ...(message && { message: message.slice(0, maxMessageLength) }),
      ...(exit && state.type === 'terminated' && { exitCode: String(state.exitCode) }),
    },
  };
}

function notRunningHint({ namespace, pod, container }: Target, state: ContainerState, phase: string): string {
  if (phase === 'Terminating') return 'The pod is being deleted: pick its successor from the list.';
  if (phase === 'Succeeded' || phase === 'Failed') return 'The pod is done and starts nothing any more.';
  const logs = `kubectl logs -n ${namespace} ${pod} -c ${container}`;
  if (state.type === 'terminated') return `Its log may say why: ${logs}`;
  if (state.type === 'waiting' && state.reason === 'CrashLoopBackOff') {
    return `It ends soon after each start; the log of its last run may say why: ${logs} --previous`;
  }
  return `Its events may say what it waits for: kubectl describe pod -n ${namespace} ${pod}`;
}
