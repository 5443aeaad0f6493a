import { type ApiClient, apiPath } from './api-client.ts';
import type { SelfSubjectAccessReview } from './kubernetes-types.ts';

/** What somebody wants to do, for Kubernetes to say whether they may. */
export interface AccessQuestion {
  readonly namespace: string;
  /** Of one object; without it: of any. */
  readonly name?: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verbs: readonly string[];
}

const reviews = apiPath('apis', 'authorization.k8s.io', 'v1', 'selfsubjectaccessreviews');

/**
 * What an exec over WebSocket needs: `get`, the verb of its request, and since Kubernetes 1.35 `create` as well.
 * Older servers ask for `get` alone, so a missing `create` is a reason only once the server has refused.
 */
export function execQuestion(namespace: string, pod: string): AccessQuestion {
  return { namespace, name: pod, resource: 'pods', subresource: 'exec', verbs: ['get', 'create'] };
}

/** The verbs among those asked for that Kubernetes denies the user, in the order asked. */
export async function findMissingVerbs(
  client: ApiClient,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { verbs, ...rest } = question;
  const allowed = await Promise.all(verbs.map(verb => mayDo(client, { ...rest, verb }, signal)));
  return verbs.filter((_, index) => !allowed[index]);
}

async function mayDo(client: ApiClient, resourceAttributes: object, signal: AbortSignal): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  const answer = await client.post<SelfSubjectAccessReview>(reviews, review, { signal });
  return answer.status?.allowed === true;
}
