import type { IncomingMessage } from 'node:http';
import type { LogQuery, Refusal, Target } from '@podbay/protocol';
import { RefusalError, toRefusal } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { ApiError } from './api-error.ts';
import type { Pod } from './kubernetes-types.ts';
import { explainPod, podNotFound } from './pod-refusal.ts';

export interface ContainerLogOptions {
  readonly target: Target;
  readonly query: LogQuery;
  readonly signal: AbortSignal;
}

/** One container's log, each line begun by its time. Rejects with a `RefusalError` that says why there is none. */
export async function openContainerLog(
  client: ApiClient,
  { target, query, signal }: ContainerLogOptions,
): Promise<IncomingMessage> {
  const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod, 'log');
  try {
    return await client.stream(path, { query: kubernetesQuery(target.container, query), signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new RefusalError(await explainNoLog(client, { error, target, query, signal }), { cause: error });
  }
}

function kubernetesQuery(container: string, query: LogQuery): Record<string, string> {
  const { follow, previous, sinceSeconds, tailLines, from } = query;
  const sinceTime = from.get(container);
  return {
    container,
    timestamps: 'true',
    ...(follow && { follow: 'true' }),
    ...(previous && { previous: 'true' }),
    // Kubernetes takes one of the two; what goes on after a break has had its last lines.
    ...(sinceTime !== undefined && { sinceTime }),
    ...(sinceTime === undefined && sinceSeconds !== undefined && { sinceSeconds: String(sinceSeconds) }),
    ...(sinceTime === undefined && tailLines !== undefined && { tailLines: String(tailLines) }),
  };
}

async function explainNoLog(
  client: ApiClient,
  { error, target, query, signal }: ContainerLogOptions & { readonly error: unknown },
): Promise<Refusal> {
  const refusal = toRefusal(error);
  if (refusal.code === 'pod-not-found') return podNotFound(target);
  if (!(error instanceof ApiError && error.httpStatus === 400)) return refusal;
  if (query.previous) return neverRestarted(target);
  const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod);
  // Who may not see the pod gets Kubernetes' own words.
  const pod = await client.get<Pod>(path, { signal }).catch(() => undefined);
  return (pod && explainPod(pod, target)) ?? refusal;
}

function neverRestarted({ pod, container }: Target): Refusal {
  return {
    code: 'not-found',
    message: `Container ${container} of pod ${pod} has not run before, or nothing is kept of that run.`,
    details: { container, pod },
  };
}
