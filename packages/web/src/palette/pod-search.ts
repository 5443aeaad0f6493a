import type { PodSummary } from '@podbay/protocol';
import fuzzysort, { type Prepared, type SnapshotKey } from 'fuzzysort';
import { threshold } from './search.ts';

const prepared = new WeakMap<PodSummary, Prepared>();

/** Finds pods among thousands while somebody types. */
export class PodSearch {
  readonly #context: string;
  readonly #snapshot: SnapshotKey<PodSummary>;

  /** Words may name the context, too. */
  constructor(pods: readonly PodSummary[], context: string) {
    this.#context = context;
    this.#snapshot = fuzzysort.snapshot(pods, { key: pod => this.#prepare(pod) });
  }

  /** The pods that match best. `query` is not empty. */
  find(query: string, limit: number): readonly PodSummary[] {
    return fuzzysort.go(query, this.#snapshot, { limit, threshold }).map(({ obj }) => obj);
  }

  #prepare(pod: PodSummary): Prepared {
    const known = prepared.get(pod);
    if (known !== undefined) return known;
    const owner = pod.owner === null ? [] : [pod.owner.kind, pod.owner.name];
    const containers = pod.containers.map(({ name }) => name);
    const text = fuzzysort.prepare(
      [pod.name, ...containers, pod.namespace, this.#context, ...owner].join(' '),
    );
    prepared.set(pod, text);
    return text;
  }
}
