import type { KubeObject } from '../objects/kube-object.ts';
import type { Presentation } from './media-type.ts';
import { partialMetadata } from './partial-metadata.ts';
import type { ResourceType } from './resource-types.ts';
import { groupVersion } from './resource-types.ts';
import { tableOf } from './tables/table.ts';

/** How the answer shows its objects. */
export interface View {
  readonly type: ResourceType;
  readonly presentation: Presentation;
  /** The table's `includeObject`. */
  readonly includeObject: string;
  readonly now: Date;
}

/** metav1.ListMeta. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** One object, as the client wants it. */
export function presentObject(object: KubeObject, view: View): unknown {
  switch (view.presentation) {
    case 'object':
      return object;
    case 'metadata':
      return partialMetadata(object);
    case 'table':
      return tableOf([object], { resourceVersion: object.metadata.resourceVersion ?? '' }, view);
    default:
      return view.presentation satisfies never;
  }
}

/** A list, as the client wants it. */
export function presentList(objects: readonly KubeObject[], metadata: ListMeta, view: View): unknown {
  switch (view.presentation) {
    case 'object':
      return {
        kind: `${view.type.kind}List`,
        apiVersion: groupVersion(view.type),
        metadata,
        // The API leaves out the kind of a list's items: the list's own kind says it.
        items: objects.map(({ kind: _, apiVersion: __, ...item }) => item),
      };
    case 'metadata':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata,
        items: objects.map(partialMetadata),
      };
    case 'table':
      return tableOf(objects, metadata, view);
    default:
      return view.presentation satisfies never;
  }
}
