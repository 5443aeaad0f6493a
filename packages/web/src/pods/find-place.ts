import type { ContainerSummary, PodSummary, Target } from '@podbay/protocol';
import type { Place } from './places.ts';

/** Where a place is now, as far as the live list tells. */
export interface FoundPlace {
  readonly place: Place;
  /** Of the pod itself, or of one that has taken its place. */
  readonly target: Target;
  readonly pod: PodSummary | undefined;
  readonly container: ContainerSummary | undefined;
  /** `unknown`: the list does not reach there. */
  readonly state: 'found' | 'gone' | 'unknown';
}

/** The pods of a context that are known now. */
export interface KnownPods {
  readonly context: string;
  /** Undefined: all. */
  readonly namespace: string | undefined;
  readonly loaded: boolean;
  readonly pods: readonly PodSummary[];
}

/** Looks for a place among the pods that are known: its own pod, else one of the same workload that runs. */
export function findPlace(place: Place, known: KnownPods): FoundPlace {
  const { target, owner } = place;
  const reaches =
    known.loaded &&
    target.context === known.context &&
    (known.namespace === undefined || known.namespace === target.namespace);
  if (!reaches) return { place, target, pod: undefined, container: undefined, state: 'unknown' };
  const here = known.pods.filter(({ namespace }) => namespace === target.namespace);
  const successor = () =>
    here.find(pod => pod.status === 'Running' && owner !== null && isOwnedBy(pod, owner) && has(pod, target));
  const pod = here.find(({ name }) => name === target.pod) ?? successor();
  const container = pod?.containers.find(({ name }) => name === target.container);
  if (pod === undefined || container === undefined)
    return { place, target, pod: undefined, container: undefined, state: 'gone' };
  return { place, target: { ...target, pod: pod.name }, pod, container, state: 'found' };
}

/** Several places that have become the same are one. */
export function findPlaces(all: readonly Place[], known: KnownPods): readonly FoundPlace[] {
  const found = new Map(
    all.map(place => findPlace(place, known)).map(item => [JSON.stringify(item.target), item]),
  );
  return [...found.values()];
}

function has(pod: PodSummary, { container }: Target): boolean {
  return pod.containers.some(({ name }) => name === container);
}

function isOwnedBy(pod: PodSummary, owner: NonNullable<Place['owner']>): boolean {
  return pod.owner?.kind === owner.kind && pod.owner.name === owner.name;
}
