import type { Refusal } from '@podbay/protocol';
import { toRefusal } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { isUnauthenticated } from './api-error.ts';
import type { SelfSubjectReview } from './kubernetes-types.ts';

/** Somebody as an API server knows them. */
export interface KnownUser {
  readonly name: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** `unauthenticated`: the API server knows nobody by these credentials. */
export type IdentityAnswer =
  | { readonly type: 'known'; readonly user: KnownUser }
  | { readonly type: 'unauthenticated'; readonly refusal: Refusal };

const path = apiPath('apis', 'authentication.k8s.io', 'v1', 'selfsubjectreviews');

/** Asks the API server who asks. Rejects with a `RefusalError` where it can't be asked, or when `signal` aborts. */
export async function reviewIdentity(client: ApiClient, signal: AbortSignal): Promise<IdentityAnswer> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  try {
    const { status } = await client.post<SelfSubjectReview>(path, body, { signal });
    const { username = '', uid, groups = [], extra = {} } = status?.userInfo ?? {};
    if (username === '' || username === 'system:anonymous') return unauthenticated(anonymous);
    return { type: 'known', user: { name: username, uid, groups, extra } };
  } catch (error) {
    signal.throwIfAborted();
    if (!isUnauthenticated(error)) throw error;
    return unauthenticated(toRefusal(error));
  }
}

const anonymous: Refusal = {
  code: 'cluster-credentials',
  message: 'The cluster lets everybody in, and does not say who this is.',
};

function unauthenticated(refusal: Refusal): IdentityAnswer {
  return { type: 'unauthenticated', refusal };
}
