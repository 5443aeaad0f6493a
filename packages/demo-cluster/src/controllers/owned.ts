import type { ObjectStore } from '../object-store.ts';
import type { KubeObject } from '../objects/kube-object.ts';

// By list: a store gives the same one until something changes, and workloads ask by the hundred in between.
const indexes = new WeakMap<readonly KubeObject[], ReadonlyMap<string, readonly KubeObject[]>>();

/** The objects of a type that `owner` controls. */
export function ownedBy(store: ObjectStore, resource: string, owner: KubeObject): readonly KubeObject[] {
  const objects = store.list(resource);
  let index = indexes.get(objects);
  if (index === undefined) {
    index = Map.groupBy(objects, controllerUid);
    indexes.set(objects, index);
  }
  return index.get(owner.metadata.uid ?? '') ?? [];
}

function controllerUid({ metadata }: KubeObject): string {
  return metadata.ownerReferences?.find(reference => reference.controller === true)?.uid ?? 'nobody';
}
