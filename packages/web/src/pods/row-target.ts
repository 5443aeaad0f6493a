import type { ContainerKind, PodSummary, Target } from '@podbay/protocol';
import type { Place } from './places.ts';
import type { Item } from './rows.ts';

/** The container that a line stands for; a pod stands for the one to open first. None for lines that hold others. */
export function targetOf(row: Item, context: string): Target | undefined {
  switch (row.type) {
    case 'section':
    case 'workload':
      return undefined;
    case 'place':
      return row.place.target;
    case 'pod':
      return containerTarget(row.pod, row.pod.defaultContainer, context);
    case 'container':
      return containerTarget(row.pod, row.container.name, context);
    default:
      return row satisfies never;
  }
}

/** What pinning a line pins. */
export function placeOfRow(row: Item, context: string): Place | undefined {
  const target = targetOf(row, context);
  if (target === undefined || row.type === 'section' || row.type === 'workload') return undefined;
  return row.type === 'place' ? row.place.place : { target, owner: row.pod.owner };
}

/** What a line is about, as one would type it. */
export function nameOf(row: Item): string {
  switch (row.type) {
    case 'section':
      return '';
    case 'place':
      return row.place.target.pod;
    case 'workload':
      return row.workload.owner?.name ?? '';
    case 'pod':
      return row.pod.name;
    case 'container':
      return row.container.name;
    default:
      return row satisfies never;
  }
}

/** The kind of the container that a line stands for, where that is known. */
export function kindOf(row: Item): ContainerKind | undefined {
  return row.type === 'container' ? row.container.kind : undefined;
}

function containerTarget({ namespace, name }: PodSummary, container: string, context: string): Target {
  return { context, namespace, pod: name, container };
}
