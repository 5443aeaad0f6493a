import type { ObjectStore } from '../object-store.ts';
import { type KubeObject, objectKey } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import { beginDeletion } from '../objects/pod-deletion.ts';

const namespacedResources = [
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'cronjobs.batch',
  'jobs.batch',
  'replicasets.apps',
  'pods',
  'services',
  'configmaps',
  'events',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
];

/** Removes what belonged to an object that was deleted. */
export function collectGarbage(store: ObjectStore, deleted: KubeObject, now: Date): void {
  for (const resource of namespacedResources) {
    for (const object of store.list(resource)) {
      if (belongsTo(object, deleted)) remove(store, { resource, object, now });
    }
  }
}

function belongsTo(object: KubeObject, deleted: KubeObject): boolean {
  if (deleted.kind === 'Namespace') return object.metadata.namespace === deleted.metadata.name;
  return object.metadata.ownerReferences?.some(reference => reference.uid === deleted.metadata.uid) === true;
}

function remove(store: ObjectStore, target: { resource: string; object: KubeObject; now: Date }): void {
  const { resource, object, now } = target;
  if (resource === 'pods') beginDeletion(store, object as Pod, { now });
  else store.delete(resource, objectKey(object.metadata));
}
