import type { Refusal, Target } from '@podbay/protocol';
import { toRefusal } from '../errors.ts';
import { type AccessQuestion, execQuestion } from './access-review.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { forbidden } from './api-error.ts';
import type { Pod } from './kubernetes-types.ts';
import { findContainer } from './pod-container.ts';
import { explainPod, podNotFound } from './pod-refusal.ts';
import type { RecentAccess } from './recent-access.ts';

/** The container as it was when somebody wanted to open it. */
export interface PodFacts {
  readonly uid: string;
  readonly image: string;
  readonly node: string;
  /** The pod's. */
  readonly labels: Readonly<Record<string, string>>;
  /** `undefined`: the pod does not say. */
  readonly os: 'linux' | 'windows' | undefined;
}

export type PreflightResult =
  | {
      readonly type: 'ready';
      readonly facts: PodFacts;
      /** The verbs that the user lacks but that not every server asks for. */
      readonly missingVerbs: readonly string[];
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Whom preflight asks. */
export interface PreflightSources {
  readonly client: ApiClient;
  readonly access: RecentAccess;
}

/**
 * Finds out before an exec whether it can work, and if not why, in words: Kubernetes' own answers say little, and each failed
 * attempt costs it a connection. What it can't find out it leaves to the exec. Rejects only when `signal` aborts.
 */
export async function preflight(
  { client, access: reviews }: PreflightSources,
  target: Target,
  signal: AbortSignal,
): Promise<PreflightResult> {
  const question = execQuestion(target.namespace, target.pod);
  const [pod, access] = await Promise.all([getPod(client, target, signal), reviews.check(question, signal)]);
  const missingVerbs = access.type === 'denied' ? access.missingVerbs : [];
  const denied = checkVerbs(question, missingVerbs);
  if (denied !== undefined) return { type: 'refused', refusal: denied };
  if (pod.type === 'refused') return pod;
  const refusal = explainPod(pod.pod, target);
  if (refusal !== undefined) return { type: 'refused', refusal };
  return { type: 'ready', facts: readFacts(pod.pod, target.container), missingVerbs };
}

type FoundPod =
  | { readonly type: 'found'; readonly pod: Pod }
  | { readonly type: 'refused'; readonly refusal: Refusal };

async function getPod(client: ApiClient, target: Target, signal: AbortSignal): Promise<FoundPod> {
  const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod);
  try {
    return { type: 'found', pod: await client.get<Pod>(path, { signal }) };
  } catch (error) {
    signal.throwIfAborted();
    const refusal = toRefusal(error);
    return { type: 'refused', refusal: refusal.code === 'pod-not-found' ? podNotFound(target) : refusal };
  }
}

/** `get` is asked for by every server. */
function checkVerbs(question: AccessQuestion, missingVerbs: readonly string[]): Refusal | undefined {
  if (!missingVerbs.includes('get')) return undefined;
  return forbidden({ verbs: missingVerbs, resource: 'pods/exec', namespace: question.namespace });
}

/** What is known of the container, where the pod has it. */
export function readFacts(pod: Pod, container: string): PodFacts {
  const found = findContainer(pod, container);
  const os = pod.spec?.os?.name ?? pod.spec?.nodeSelector?.['kubernetes.io/os'];
  return {
    uid: pod.metadata?.uid ?? '',
    image: found?.container.image ?? '',
    node: pod.spec?.nodeName ?? '',
    labels: pod.metadata?.labels ?? {},
    os: os === 'linux' || os === 'windows' ? os : undefined,
  };
}
