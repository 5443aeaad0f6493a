import type { PodSummary } from '@podbay/protocol';
import fuzzysort, { type Prepared, type SnapshotKey } from 'fuzzysort';
import { threshold } from './search.ts';

interface PreparedPod {
  readonly context: string;
  readonly text: Prepared;
}

const prepared = new WeakMap<PodSummary, PreparedPod>();

/** Gets a pod ready to be searched. Returns whether that was still to do. */
export function preparePod(pod: PodSummary, context: string): boolean {
  if (prepared.get(pod)?.context === context) return false;
  textOf(pod, context);
  return true;
}

/** Finds pods among thousands while somebody types. */
export class PodSearch {
  readonly #snapshot: SnapshotKey<PodSummary>;

  /** Words may name the context, too. */
  constructor(pods: readonly PodSummary[], context: string) {
    this.#snapshot = fuzzysort.snapshot(pods, { key: pod => textOf(pod, context) });
  }

  /** The pods that match best. `query` is not empty. */
  find(query: string, limit: number): readonly PodSummary[] {
    return fuzzysort.go(query, this.#snapshot, { limit, threshold }).map(({ obj }) => obj);
  }
}

function textOf(pod: PodSummary, context: string): Prepared {
  const known = prepared.get(pod);
  if (known?.context === context) return known.text;
  const owner = pod.owner === null ? [] : [pod.owner.kind, pod.owner.name];
  const containers = pod.containers.map(({ name }) => name);
  const text = fuzzysort.prepare([pod.name, ...containers, pod.namespace, context, ...owner].join(' '));
  prepared.set(pod, { context, text });
  return text;
}
