import type { PodEvent, PodSummary, Refusal } from '@podbay/protocol';

/** Gets the events of a live list. Must not throw. */
export type PodListener = (event: PodEvent) => void;

/**
 * Keeps the pods of a live list, and tells all who listen what has changed.
 * Each one who joins gets a snapshot as soon as there is one. Changes of one pod within `coalesceMs` are told as one,
 * and those that nobody could see are not told.
 */
export class PodAudience {
  readonly #coalesceMs: number;
  readonly #listeners = new Set<PodListener>();
  readonly #pods = new Map<string, PodSummary>();
  readonly #untold = new Map<string, PodEvent>();
  #timer: NodeJS.Timeout | undefined;
  #synced = false;
  #stale: Refusal | undefined;

  constructor(coalesceMs: number) {
    this.#coalesceMs = coalesceMs;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** The returned function leaves; it tells whether there was anybody to leave. */
  join(listener: PodListener): () => boolean {
    // A function of its own for each one who joins, so that one may join twice.
    const own: PodListener = event => listener(event);
    this.#listeners.add(own);
    queueMicrotask(() => {
      if (this.#listeners.has(own)) this.#greet(own);
    });
    return () => this.#listeners.delete(own);
  }

  /** A new list. */
  replace(pods: readonly PodSummary[]): void {
    this.#pods.clear();
    for (const pod of pods) this.#pods.set(pod.uid, pod);
    this.#synced = true;
    this.#tellSnapshot();
  }

  change(pod: PodSummary): void {
    if (JSON.stringify(this.#pods.get(pod.uid)) === JSON.stringify(pod)) return;
    this.#pods.set(pod.uid, pod);
    this.#queue(pod.uid, { type: 'changed', pod });
  }

  remove({ uid, name }: PodSummary): void {
    if (this.#pods.delete(uid)) this.#queue(uid, { type: 'removed', uid, name });
  }

  /** The list can't be kept up to date for now. */
  fail(refusal: Refusal): void {
    if (JSON.stringify(this.#stale) === JSON.stringify(refusal)) return;
    this.#flush();
    this.#stale = refusal;
    this.#tell({ type: 'error', refusal });
  }

  /** What was told may not be known any more by who joins from now on. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pods.clear();
    this.#untold.clear();
    this.#synced = false;
  }

  /** The list is up to date again: whoever was told of an error gets a snapshot. */
  recover(): void {
    if (this.#stale !== undefined) this.#tellSnapshot();
  }

  clear(): void {
    this.forget();
    this.#listeners.clear();
    this.#stale = undefined;
  }

  #greet(listener: PodListener): void {
    if (this.#synced) listener(this.#snapshot());
    if (this.#stale !== undefined) listener({ type: 'error', refusal: this.#stale });
  }

  #snapshot(): PodEvent {
    return { type: 'snapshot', pods: [...this.#pods.values()] };
  }

  #tellSnapshot(): void {
    this.#stale = undefined;
    this.#untold.clear();
    this.#tell(this.#snapshot());
  }

  #queue(uid: string, event: PodEvent): void {
    this.#untold.set(uid, event);
    this.#timer ??= setTimeout(() => this.#flush(), this.#coalesceMs).unref();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = [...this.#untold.values()];
    this.#untold.clear();
    for (const event of events) this.#tell(event);
  }

  #tell(event: PodEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
