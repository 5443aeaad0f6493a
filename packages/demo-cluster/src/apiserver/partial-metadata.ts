import type { KubeObject } from '../objects/kube-object.ts';

/** The object's metadata alone. */
export function partialMetadata(object: KubeObject): unknown {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}
