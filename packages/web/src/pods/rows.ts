import type { ContainerSummary, PodSummary } from '@podbay/protocol';
import type { FoundPlace } from './find-place.ts';
import { groupByWorkload, type Workload } from './workloads.ts';

/** How the list is ordered. */
export type View = 'pods' | 'workloads';

/** What stands above the pods: containers to come back to. */
export interface Section {
  readonly id: 'pinned' | 'recent';
  readonly places: readonly FoundPlace[];
}

interface ItemBase {
  /** Stable while the thing exists. */
  readonly key: string;
  /** How deep in the tree, from 1. */
  readonly level: number;
  /** Undefined: there is nothing to fold. */
  readonly expanded?: boolean | undefined;
}

/** A line of the list that the keyboard comes to. */
export type Item =
  | (ItemBase & { readonly type: 'section'; readonly section: Section })
  | (ItemBase & { readonly type: 'place'; readonly section: Section; readonly place: FoundPlace })
  | (ItemBase & { readonly type: 'workload'; readonly workload: Workload })
  | (ItemBase & { readonly type: 'pod'; readonly pod: PodSummary })
  | (ItemBase & {
      readonly type: 'container';
      readonly pod: PodSummary;
      readonly container: ContainerSummary;
    });

/** A line of the list. */
export type Row =
  | Item
  | { readonly type: 'namespace'; readonly key: string; readonly name: string; readonly count: number }
  | { readonly type: 'divider'; readonly key: string };

export interface RowOptions {
  readonly view: View;
  readonly sections: readonly Section[];
  readonly groupByNamespace: boolean;
  /** Whether what bears this key is unfolded; `usual` where nobody has folded or unfolded it. */
  readonly isExpanded: (key: string, usual: boolean) => boolean;
  /** Workloads are usually unfolded: the list is short. */
  readonly showAll: boolean;
}

/** The lines of `pods`, which are sorted by namespace and name. */
export function toRows(pods: readonly PodSummary[], options: RowOptions): readonly Row[] {
  const shown = options.sections.filter(({ places }) => places.length > 0);
  const above: Row[] = shown.flatMap(section => sectionRows(section, options));
  if (shown.length > 0 && !options.groupByNamespace) above.push({ type: 'divider', key: 'divider' });
  const below =
    options.view === 'pods'
      ? inNamespaces(pods, options, pod => podRows(pod, 1, options))
      : inNamespaces(groupByWorkload(pods), options, workload => workloadRows(workload, options));
  return above.concat(below);
}

/** Whether the keyboard comes to the line. */
export function isItem(row: Row | undefined): row is Item {
  return row !== undefined && row.type !== 'namespace' && row.type !== 'divider';
}

function sectionRows(section: Section, { isExpanded }: RowOptions): Row[] {
  const key = `section ${section.id}`;
  const expanded = isExpanded(key, true);
  const header: Row = { type: 'section', key, level: 1, expanded, section };
  if (!expanded) return [header];
  const places = section.places.map((place): Row => {
    const { context, namespace, pod, container } = place.target;
    return {
      type: 'place',
      key: `${section.id} ${context}/${namespace}/${pod}/${container}`,
      level: 2,
      section,
      place,
    };
  });
  return [header, ...places];
}

interface Namespaced {
  readonly namespace: string;
}

function inNamespaces<Thing extends Namespaced>(
  things: readonly Thing[],
  { groupByNamespace }: RowOptions,
  rowsOf: (thing: Thing) => readonly Row[],
): Row[] {
  if (!groupByNamespace) return things.flatMap(rowsOf);
  return [...Map.groupBy(things, ({ namespace }) => namespace)].flatMap(([name, members]) => [
    { type: 'namespace', key: `namespace ${name}`, name, count: members.length },
    ...members.flatMap(rowsOf),
  ]);
}

function workloadRows(workload: Workload, options: RowOptions): readonly Row[] {
  const key = `workload ${workload.key}`;
  const expanded = options.isExpanded(key, options.showAll);
  const row: Row = { type: 'workload', key, level: 1, expanded, workload };
  return expanded ? [row, ...workload.pods.flatMap(pod => podRows(pod, 2, options))] : [row];
}

/** A pod's only container has no line of its own. */
function podRows(pod: PodSummary, level: number, { isExpanded }: RowOptions): readonly Row[] {
  if (pod.containers.length < 2) return [{ type: 'pod', key: pod.uid, level, pod }];
  const expanded = isExpanded(pod.uid, true);
  const row: Row = { type: 'pod', key: pod.uid, level, expanded, pod };
  if (!expanded) return [row];
  const containers = pod.containers.map((container): Row => {
    return { type: 'container', key: `${pod.uid} ${container.name}`, level: level + 1, pod, container };
  });
  return [row, ...containers];
}
