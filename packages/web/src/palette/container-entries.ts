import type { PodSummary, Target } from '@podbay/protocol';
import type { FoundPlace } from '../pods/find-place.ts';
import { containerTone } from '../pods/tone.ts';
import type { Entry } from './entries.ts';

type Mark = 'pinned' | 'recent' | 'none';

const weights: Readonly<Record<Mark, number>> = { pinned: 1.3, recent: 1.2, none: 1 };

// Of the containers of one pod the one to open first comes first.
const defaultWeight = 1.02;

/** The containers of a pod. `markOf` tells which of them are somebody's own. */
export function podEntries(
  pod: PodSummary,
  context: string,
  markOf: (key: string) => Mark,
): readonly Entry[] {
  return pod.containers.map(container => {
    const target = { context, namespace: pod.namespace, pod: pod.name, container: container.name };
    const isDefault = container.name === pod.defaultContainer;
    const weight = weights[markOf(targetKey(target))] * (isDefault ? defaultWeight : 1);
    return containerEntry({ target, owner: pod.owner, tone: containerTone(container), weight });
  });
}

/** A container that was pinned or opened before, wherever it is. */
export function placeEntry({ target, place, container }: FoundPlace, mark: Mark): Entry {
  const tone = container === undefined ? 'idle' : containerTone(container);
  return containerEntry({ target, owner: place.owner, tone, weight: weights[mark] });
}

export function targetKey({ context, namespace, pod, container }: Target): string {
  return `${context}/${namespace}/${pod}/${container}`;
}

interface ContainerParts {
  readonly target: Target;
  readonly owner: PodSummary['owner'];
  readonly tone: Extract<Entry, { type: 'container' }>['tone'];
  readonly weight: number;
}

function containerEntry({ target, owner, tone, weight }: ContainerParts): Entry {
  const workload = owner === null ? '' : ` · ${owner.kind} ${owner.name}`;
  return {
    type: 'container',
    key: targetKey(target),
    target,
    tone,
    weight,
    title: `${target.pod} / ${target.container}`,
    detail: `${target.context} / ${target.namespace}${workload}`,
  };
}
