import type { NamespaceSummary, PodSummary } from '@podbay/protocol';
import { type ApiClient, apiPath } from './api-client.ts';
import { ApiError } from './api-error.ts';
import type { List, Namespace, Pod } from './kubernetes-types.ts';
import { summarizePod } from './pod-summary.ts';

/** A namespace's pods as they were at `resourceVersion`, where a watch goes on. */
export interface PodList {
  readonly pods: readonly PodSummary[];
  readonly resourceVersion: string;
}

const pageSize = '500';
const httpGone = 410;

/** The path of a namespace's pods; `''` stands for all namespaces. */
export function podsPath(namespace: string): string {
  return namespace === ''
    ? apiPath('api', 'v1', 'pods')
    : apiPath('api', 'v1', 'namespaces', namespace, 'pods');
}

/** Lists the pods of a namespace, `''`: of all. Page by page: only the summaries of a big cluster are held. */
export async function listPods(client: ApiClient, namespace: string, signal: AbortSignal): Promise<PodList> {
  const page = (cursor: string) =>
    client.get<List<Pod>>(podsPath(namespace), {
      query: { limit: pageSize, ...(cursor && { continue: cursor }) },
      signal,
    });
  try {
    return await collectPages(page);
  } catch (error) {
    // The cursor has expired: what is listed so far is of a past that the server has forgotten.
    if (!(error instanceof ApiError && error.httpStatus === httpGone)) throw error;
    return await collectPages(page);
  }
}

async function collectPages(page: (cursor: string) => Promise<List<Pod>>): Promise<PodList> {
  const pods: PodSummary[] = [];
  let cursor = '';
  for (;;) {
    const { items, metadata } = await page(cursor);
    for (const pod of items ?? []) pods.push(summarizePod(pod));
    cursor = metadata?.continue ?? '';
    if (cursor === '') return { pods, resourceVersion: metadata?.resourceVersion ?? '' };
  }
}

/** Lists the namespaces, by name. */
export async function listNamespaces(
  client: ApiClient,
  signal: AbortSignal,
): Promise<readonly NamespaceSummary[]> {
  const list = await client.get<List<Namespace>>(apiPath('api', 'v1', 'namespaces'), { signal });
  return (list.items ?? []).map(({ metadata, status }) => ({
    name: metadata?.name ?? '',
    phase: status?.phase ?? '',
  }));
}
