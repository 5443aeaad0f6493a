import type { IncomingMessage } from 'node:http';
import type { ObjectStore } from '../object-store.ts';
import { objectKey } from '../objects/kube-object.ts';
import type { Workload } from '../objects/workload.ts';
import { readChange } from './mutations.ts';
import { type ResourceType, storeName } from './resource-types.ts';
import { badRequest } from './status.ts';
import { formatLabels } from './tables/column.ts';

/** autoscaling/v1 Scale: how many replicas a workload has, and shall have. */
export interface Scale {
  readonly kind: 'Scale';
  readonly apiVersion: 'autoscaling/v1';
  readonly metadata: Workload['metadata'];
  readonly spec: { readonly replicas: number };
  readonly status: { readonly replicas: number; readonly selector: string };
}

/** The workload's scale. */
export function scaleOf({ metadata, spec, status }: Workload): Scale {
  const { labels: _, annotations: __, ownerReferences: ___, ...own } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: own,
    spec: { replicas: spec.replicas ?? 1 },
    status: { replicas: status?.replicas ?? 0, selector: formatLabels(spec.selector.matchLabels) },
  };
}

/** PUT or PATCH of a scale: gives the workload another number of replicas. */
export async function changeScale(
  request: IncomingMessage,
  target: { store: ObjectStore; type: ResourceType; workload: Workload },
): Promise<Scale> {
  const { store, type, workload } = target;
  const change = await readChange(request);
  const { spec } = change(scaleOf(workload)) as Partial<Scale>;
  const replicas = spec?.replicas ?? 0;
  if (!Number.isSafeInteger(replicas) || replicas < 0)
    throw badRequest(`spec.replicas must be an integer >= 0, got ${replicas}`);
  const key = objectKey(workload.metadata);
  const scaled = store.update<Workload>(storeName(type), key, current => ({
    ...current,
    metadata: { ...current.metadata, generation: (current.metadata.generation ?? 1) + 1 },
    spec: { ...current.spec, replicas },
  }));
  return scaleOf(scaled ?? workload);
}
