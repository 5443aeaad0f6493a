import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerState, DebugContainer, Refusal, Target } from '@podbay/protocol';
import { RefusalError, toRefusal } from '../errors.ts';
import { checkAccess, execQuestion } from './access-review.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { ApiError } from './api-error.ts';
import {
  type DebugPlan,
  type DebugProfile,
  debugContainer,
  findDebugContainer,
  newDebugName,
  profilesFor,
} from './debug-container.ts';
import { explainDebugState, explainNoDebug } from './debug-refusal.ts';
import type { Pod } from './kubernetes-types.ts';
import { findContainer } from './pod-container.ts';
import { explainPod, podNotFound } from './pod-refusal.ts';
import { summarizeState } from './pod-summary.ts';
import { type PodFacts, readFacts } from './preflight.ts';

/** What is about to be put into a pod. */
export interface DebugAddition {
  /** The container to look at, as it is. */
  readonly beside: PodFacts;
  /** The debug container, as it will be. */
  readonly added: PodFacts;
  readonly target: Target;
}

/** Somebody else who has a say, and wants to know. */
export interface DebugObserver {
  /** Throws a `RefusalError` where it may not be. */
  admit(addition: DebugAddition): void;
  handleAdded(addition: DebugAddition): void;
}

export interface DebugStartOptions {
  readonly plan: DebugPlan;
  readonly observer: DebugObserver;
  readonly signal: AbortSignal;
  readonly timing?: Partial<DebugStartTiming>;
}

export interface DebugStartTiming {
  /** So long it is waited for; then the answer is how it is. */
  readonly waitMs: number;
  readonly pollMs: number;
}

const defaults: DebugStartTiming = { waitMs: 4_000, pollMs: 400 };
const maxTries = 5;

/**
 * Puts a debug container into the target's pod, where none is that serves, and waits a while until it runs.
 *
 *   pod ──► one that serves is there ──────────────────────────────► waits ──► runs, or is about to
 *    ▲          │ none                                                  └─────► refused: why it can't run
 *    │          ▼
 *    │     rights, observer ──► patch, of this very version of the pod ──► waits, as above
 *    └──────────────────────────── 409: the pod has changed
 *
 * Since the patch holds for one version of the pod, two who ask at once get the same container. Kubernetes can't take it out again.
 */
export async function startDebugContainer(
  client: ApiClient,
  options: DebugStartOptions,
): Promise<DebugContainer> {
  for (let tries = 1; ; tries += 1) {
    const pod = await readPod(client, options);
    const there = findDebugContainer(pod, options.plan, Date.now());
    try {
      const name = there ?? (await add(client, pod, options));
      const state = await untilStarted(client, name, options);
      return { container: name, state, reused: there !== undefined, processes: processesIn(pod) };
    } catch (error) {
      const isConflict = error instanceof ApiError && error.httpStatus === 409;
      if (!isConflict || tries === maxTries) throw error;
    }
  }
}

function processesIn({ spec }: Pod): DebugContainer['processes'] {
  if (spec?.hostPID) return 'node';
  return spec?.shareProcessNamespace ? 'pod' : 'container';
}

async function readPod(client: ApiClient, { plan, signal }: DebugStartOptions): Promise<Pod> {
  const { target } = plan;
  const pod = await getPod(client, target, signal);
  const refusal = explainPod(pod, target) ?? explainEphemeral(pod, target);
  if (refusal !== undefined) throw new RefusalError(refusal);
  return pod;
}

/** Kubernetes: a debug container can't be the target of another one. */
function explainEphemeral(pod: Pod, { container }: Target): Refusal | undefined {
  if (!pod.spec?.ephemeralContainers?.some(({ name }) => name === container)) return undefined;
  return {
    code: 'bad-request',
    message: `Container ${container} is a debug container itself.`,
    hint: 'Pick one of the other containers of the pod.',
  };
}

async function add(client: ApiClient, pod: Pod, options: DebugStartOptions): Promise<string> {
  const { plan, observer, signal } = options;
  const { target, image } = plan;
  await checkRights(client, target, signal);
  const name = newDebugName();
  const beside = readFacts(pod, target.container);
  const addition = { beside, added: { ...beside, image }, target: { ...target, container: name } };
  observer.admit(addition);
  signal.throwIfAborted();
  await patch(client, pod, { plan, name });
  observer.handleAdded(addition);
  return name;
}

/** Who could not open a terminal in it shall not leave one behind. */
async function checkRights(
  client: ApiClient,
  { namespace, pod }: Target,
  signal: AbortSignal,
): Promise<void> {
  const question = { namespace, name: pod, resource: 'pods/ephemeralcontainers', verbs: ['patch'] };
  const [patching, exec] = await Promise.all([
    checkAccess(client, question, signal),
    checkAccess(client, { ...execQuestion(namespace, pod), verbs: ['get'] }, signal),
  ]);
  for (const answer of [patching, exec])
    if (answer.type === 'denied' || answer.type === 'unauthenticated') throw new RefusalError(answer.refusal);
}

async function patch(
  client: ApiClient,
  pod: Pod,
  { plan, name }: Pick<DebugStartOptions, 'plan'> & { readonly name: string },
): Promise<void> {
  const path = `${podPath(plan.target)}/ephemeralcontainers`;
  const profiles = [...profilesFor(pod)];
  const attempt = async (profile: DebugProfile): Promise<void> => {
    const ephemeralContainers = [debugContainer(pod, plan, { name, profile })];
    const metadata = { resourceVersion: pod.metadata?.resourceVersion };
    try {
      // Not given up when the browser leaves: what may have been added is known, and recorded.
      await client.patchStrategically(path, { metadata, spec: { ephemeralContainers } });
    } catch (error) {
      const next = profiles.shift();
      if (next !== undefined && isTooMuch(error)) return await attempt(next);
      throw explainNoDebug(error, plan.target);
    }
  };
  await attempt(profiles.shift() ?? 'general');
}

/** Pod Security Admission, or a webhook in its place, may not let so many privileges in. */
function isTooMuch(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.httpStatus === 403 || error.message.includes('denied the request');
}

type Started = DebugContainer['state'];

async function untilStarted(client: ApiClient, name: string, options: DebugStartOptions): Promise<Started> {
  const { plan, signal } = options;
  const { waitMs, pollMs } = { ...defaults, ...options.timing };
  const deadlineMs = performance.now() + waitMs;
  for (;;) {
    const state = stateOf(await getPod(client, plan.target, signal), name);
    const refusal = explainDebugState(state, { ...plan, container: name });
    if (refusal !== undefined) throw new RefusalError(refusal);
    if (state.type === 'running' || performance.now() >= deadlineMs) return state as Started;
    await sleep(pollMs, undefined, { signal });
  }
}

function stateOf(pod: Pod, name: string): ContainerState {
  return summarizeState(findContainer(pod, name)?.status);
}

async function getPod(client: ApiClient, target: Target, signal: AbortSignal): Promise<Pod> {
  try {
    return await client.get<Pod>(podPath(target), { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw toRefusal(error).code === 'pod-not-found' ? new RefusalError(podNotFound(target)) : error;
  }
}

function podPath({ namespace, pod }: Target): string {
  return apiPath('api', 'v1', 'namespaces', namespace, 'pods', pod);
}
