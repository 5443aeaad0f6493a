import type { ContainerSummary, PodSummary } from '@podbay/protocol';

/** A line of the list. `key` is stable while the thing exists. */
export type Row =
  | { readonly type: 'namespace'; readonly key: string; readonly name: string; readonly count: number }
  | {
      readonly type: 'pod';
      readonly key: string;
      readonly pod: PodSummary;
      /** Undefined: there is nothing to fold. */
      readonly expanded: boolean | undefined;
    }
  | {
      readonly type: 'container';
      readonly key: string;
      readonly pod: PodSummary;
      readonly container: ContainerSummary;
    };

export interface RowOptions {
  /** Uids of the pods whose containers are folded away. */
  readonly collapsed: ReadonlySet<string>;
  readonly groupByNamespace: boolean;
}

/** The lines of `pods`, which are sorted by namespace and name. A pod's only container has no line of its own. */
export function toRows(pods: readonly PodSummary[], { collapsed, groupByNamespace }: RowOptions): Row[] {
  const counts = new Map<string, number>();
  for (const { namespace } of pods) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const rows: Row[] = [];
  let namespace: string | undefined;
  for (const pod of pods) {
    if (groupByNamespace && pod.namespace !== namespace) {
      namespace = pod.namespace;
      const count = counts.get(namespace) ?? 0;
      rows.push({ type: 'namespace', key: `ns ${namespace}`, name: namespace, count });
    }
    rows.push(...rowsOf(pod, collapsed.has(pod.uid)));
  }
  return rows;
}

function rowsOf(pod: PodSummary, isCollapsed: boolean): Row[] {
  const foldable = pod.containers.length > 1;
  const row: Row = { type: 'pod', key: pod.uid, pod, expanded: foldable ? !isCollapsed : undefined };
  if (!foldable || isCollapsed) return [row];
  const containers = pod.containers.map(container => {
    return { type: 'container', key: `${pod.uid} ${container.name}`, pod, container } as const;
  });
  return [row, ...containers];
}
