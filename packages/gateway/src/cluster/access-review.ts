import type { Refusal } from '@podbay/protocol';
import { toRefusal } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { ApiError, forbidden, isUnauthenticated } from './api-error.ts';
import type { SelfSubjectAccessReview } from './kubernetes-types.ts';

/** What somebody wants to do, for Kubernetes to say whether they may. */
export interface AccessQuestion {
  readonly namespace: string;
  /** Of one object; without it: of any. */
  readonly name?: string;
  /** With its subresource, e.g. `pods/exec`. */
  readonly resource: string;
  readonly verbs: readonly string[];
}

/**
 * What Kubernetes says.
 * - `denied`: the verbs in `missingVerbs` are not allowed, or the gateway may not act as this user.
 * - `unauthenticated`: it, or the login, does not know the user any more.
 * - `unclear`: it could not be asked, or does not know itself.
 */
export type AccessAnswer =
  | { readonly type: 'allowed' }
  | { readonly type: 'denied'; readonly missingVerbs: readonly string[]; readonly refusal: Refusal }
  | { readonly type: 'unauthenticated' | 'unclear'; readonly refusal: Refusal };

const reviews = apiPath('apis', 'authorization.k8s.io', 'v1', 'selfsubjectaccessreviews');

/**
 * What an exec over WebSocket needs: `get`, the verb of its request, and since Kubernetes 1.35 `create` as well.
 * Older servers ask for `get` alone, so a missing `create` is a reason only once the server has refused.
 */
export function execQuestion(namespace: string, pod: string): AccessQuestion {
  return { namespace, name: pod, resource: 'pods/exec', verbs: ['get', 'create'] };
}

/** Asks for each verb. Rejects only when `signal` aborts. */
export async function checkAccess(
  client: ApiClient,
  question: AccessQuestion,
  signal: AbortSignal,
): Promise<AccessAnswer> {
  try {
    const reviews = await Promise.all(question.verbs.map(verb => review(client, { question, verb }, signal)));
    const denied = reviews.filter(({ status }) => status?.allowed !== true);
    if (denied.length === 0) return { type: 'allowed' };
    const missingVerbs = question.verbs.filter((_, index) => reviews[index]?.status?.allowed !== true);
    const { resource, namespace } = question;
    const refusal = forbidden({ verbs: missingVerbs, resource, namespace });
    const isClear = denied.some(({ status }) => status !== undefined && !status.evaluationError);
    return isClear ? { type: 'denied', missingVerbs, refusal } : { type: 'unclear', refusal };
  } catch (error) {
    signal.throwIfAborted();
    return explainFailure(error);
  }
}

async function review(
  client: ApiClient,
  { question, verb }: { readonly question: AccessQuestion; readonly verb: string },
  signal: AbortSignal,
): Promise<SelfSubjectAccessReview> {
  const [resource, subresource] = question.resource.split('/');
  const { namespace, name } = question;
  const resourceAttributes = { namespace, name, verb, resource, subresource };
  return await client.post<SelfSubjectAccessReview>(
    reviews,
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    },
    { signal },
  );
}

function explainFailure(error: unknown): AccessAnswer {
  const refusal = toRefusal(error);
  if (isUnauthenticated(error) || refusal.code === 'unauthenticated')
    return { type: 'unauthenticated', refusal };
  // Who may not ask what they may do may be allowed it; whom the gateway may not act as is allowed nothing.
  const isImpersonation = error instanceof ApiError && refusal.details?.verb === 'impersonate';
  return isImpersonation ? { type: 'denied', missingVerbs: [], refusal } : { type: 'unclear', refusal };
}
