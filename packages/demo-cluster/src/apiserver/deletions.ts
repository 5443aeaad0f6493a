import type { IncomingMessage } from 'node:http';
import type { ObjectStore } from '../object-store.ts';
import { type KubeObject, objectKey } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import { beginDeletion } from '../objects/pod-deletion.ts';
import { readBody } from './body.ts';
import type { MutationContext } from './mutations.ts';
import { type ResourceType, storeName } from './resource-types.ts';
import { conflict } from './status.ts';

/** metav1.DeleteOptions, what the demo cluster heeds of it. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground';
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Reads the options of a DELETE from its body, else from its query. */
export async function readDeleteOptions(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<DeleteOptions> {
  const body = (await readBody(request)) as DeleteOptions | undefined;
  if (body !== undefined) return body;
  const grace = query.get('gracePeriodSeconds');
  return grace === null ? {} : { gracePeriodSeconds: Number(grace) };
}

/**
 * Deletes an object. A pod that runs is only marked: its kubelet ends the containers and then removes it. Returns what is
 * answered: a pod itself, of anything else a Status.
 */
export function deleteObject(
  object: KubeObject,
  type: ResourceType,
  options: DeleteOptions & MutationContext,
): unknown {
  assertPreconditions(object, type, options);
  if (type.kind === 'Pod') return deletePod(object as Pod, options);
  if (!options.dryRun) {
    if (options.propagationPolicy === 'Orphan') orphanDependents(options.store, object);
    options.store.delete(storeName(type), objectKey(object.metadata));
  }
  const { name, uid } = object.metadata;
  const details = { name, ...(type.group === '' ? {} : { group: type.group }), kind: type.plural, uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}

function deletePod(pod: Pod, options: DeleteOptions & MutationContext): Pod {
  const { store, now, dryRun, gracePeriodSeconds } = options;
  if (dryRun) return pod;
  return beginDeletion(store, pod, {
    now,
    ...(gracePeriodSeconds === undefined ? {} : { graceSeconds: gracePeriodSeconds }),
  });
}

function assertPreconditions(object: KubeObject, type: ResourceType, { preconditions }: DeleteOptions): void {
  const { name, uid } = object.metadata;
  if (preconditions?.uid === undefined || preconditions.uid === uid) return;
  const explanation = `Precondition failed: UID in precondition: ${preconditions.uid}, UID in object meta: ${uid}`;
  throw conflict({ group: type.group, resource: type.plural, name }, explanation);
}

function orphanDependents(store: ObjectStore, owner: KubeObject): void {
  for (const resource of ['replicasets.apps', 'pods']) {
    for (const object of store.list(resource)) {
      const owners = object.metadata.ownerReferences ?? [];
      if (!owners.some(reference => reference.uid === owner.metadata.uid)) continue;
      const { ownerReferences: _, ...metadata } = object.metadata;
      store.update(resource, objectKey(metadata), current => ({ ...current, metadata }));
    }
  }
}
