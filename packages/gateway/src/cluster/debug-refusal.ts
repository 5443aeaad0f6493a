import type { ContainerState, Refusal, Target } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import { ApiError } from './api-error.ts';

/** What a container waits for that is about to start; anything else is trouble. */
const goodReasons: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

const pullReasons: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export interface DebugFacts {
  readonly target: Target;
  readonly image: string;
  /** The debug container's name. */
  readonly container: string;
}

/** Why a debug container does not run and won't soon, or `undefined`. */
export function explainDebugState(state: ContainerState, facts: DebugFacts): Refusal | undefined {
  switch (state.type) {
    case 'running':
      return undefined;
    case 'waiting':
      return goodReasons.has(state.reason) ? undefined : notStarted(state, facts);
    case 'terminated':
      return ended(state, facts);
    default:
      return state satisfies never;
  }
}

function notStarted({ reason, message }: WaitingState, { image, container, target }: DebugFacts): Refusal {
  const isPull = pullReasons.has(reason);
  return {
    code: 'container-not-running',
    message: isPull
      ? `The image ${image} can't be pulled (${reason})${words(message)}`
      : `The debug container can't be started (${reason})${words(message)}`,
    hint: isPull
      ? 'The node may not reach the registry, or need credentials for it. Kubernetes goes on trying: pick another image, or try again.'
      : `Kubernetes goes on trying. Its events may say more: kubectl describe pod -n ${target.namespace} ${target.pod}`,
    details: { container, image, state: 'waiting', reason, message, ...(isPull && { problem: 'pull' }) },
  };
}

function ended({ reason, message, exitCode }: TerminatedState, { image, container }: DebugFacts): Refusal {
  const facts = [reason, `exit code ${exitCode}`].filter(fact => fact !== '').join(', ');
  return {
    code: 'container-not-running',
    message: `The debug container has ended at once (${facts})${words(message)}`,
    hint: `An image for debug containers needs sh and sleep: does ${image} have them?`,
    details: { container, image, state: 'terminated', reason, message, exitCode: String(exitCode) },
  };
}

/** A patch that Kubernetes did not take: its own words say best why. */
export function explainNoDebug(error: unknown, { pod, namespace }: Target): unknown {
  if (!(error instanceof ApiError) || error.httpStatus === 409) return error;
  const { refusal, httpStatus } = error;
  if (httpStatus === 404 && refusal.code !== 'pod-not-found')
    return new RefusalError(
      {
        code: 'internal',
        message: 'This cluster has no ephemeral containers: they came with Kubernetes 1.25.',
      },
      { cause: error },
    );
  const isRefused = httpStatus === 400 || httpStatus === 403 || httpStatus === 422;
  if (!isRefused || refusal.details?.verb !== undefined) return error;
  return new RefusalError(
    {
      code: 'forbidden',
      message: `The cluster does not let the debug container into pod ${pod}: ${refusal.message}`,
      hint: `An admission policy of the cluster or of the namespace ${namespace} decides this; whoever manages it can tell more.`,
      details: { problem: 'admission', message: refusal.message },
    },
    { cause: error },
  );
}

function words(message: string): string {
  return message === '' ? '.' : `: ${message}`;
}

type WaitingState = Extract<ContainerState, { type: 'waiting' }>;
type TerminatedState = Extract<ContainerState, { type: 'terminated' }>;
