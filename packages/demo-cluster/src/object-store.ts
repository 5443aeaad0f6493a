import { isDeepStrictEqual } from 'node:util';
import { type KubeObject, objectKey } from './objects/kube-object.ts';
import { SortedIndex } from './sorted-index.ts';

/** One change in the store. `previous` is what was there before: absent for an addition. */
export interface StoreChange {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The resource type, e.g. `pods` or `deployments.apps`. */
  readonly resource: string;
  readonly key: string;
  /** The object after the change; of a deletion, its last state with the deletion's revision. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

export type StoreListener = (change: StoreChange) => void;

/** Listeners must not throw. */
interface Watch {
  readonly listener: StoreListener;
  /** What came up to here, the watch was told from the history. */
  readonly after: number;
}

/** The revision is older than what the store remembers. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError';
  readonly oldestRevision: number;

  constructor(oldestRevision: number) {
    super(`the store remembers revisions from ${oldestRevision}`);
    this.oldestRevision = oldestRevision;
  }
}

export interface ObjectStoreOptions {
  /** The revision before the first change: a cluster that has lived has a large one. */
  readonly firstRevision?: number;
  /** How many changes are remembered for watches that start in the past. */
  readonly maxHistory?: number;
}

/**
 * All objects of the cluster, and what etcd gives an API server: one revision that grows with every change of whatever
 * type, lists as of a remembered revision, and watches that miss nothing.
 *
 * ```
 *  compacted                    revision
 *  ────┼──────── history ──────────┤        watch(since): history after since, then live, in order
 *      └ older: CompactedError (410)        listAt(r): now, minus the history after r
 * ```
 */
export class ObjectStore {
  readonly #objects = new Map<string, SortedIndex<KubeObject>>();
  readonly #watches = new Map<string, Set<Watch>>();
  readonly #undelivered: StoreChange[] = [];
  #delivering = false;
  readonly #maxHistory: number;
  #history: StoreChange[] = [];
  #revision: number;
  #compacted: number;

  constructor(options: ObjectStoreOptions = {}) {
    this.#revision = options.firstRevision ?? 0;
    this.#compacted = this.#revision;
    this.#maxHistory = options.maxHistory ?? 10_000;
  }

  /** The revision of the latest change. */
  get revision(): number {
    return this.#revision;
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.#objects.get(resource)?.get(key);
  }

  /** The objects of a type in etcd's order, which is that of their keys. The same array until something changes. */
  list(resource: string): readonly KubeObject[] {
    return this.#objects.get(resource)?.list() ?? [];
  }

  /** The objects as they were at `revision`. Throws a `CompactedError` when that is too long ago. */
  listAt(resource: string, revision: number): readonly KubeObject[] {
    this.#assertRemembered(revision);
    if (revision >= this.#revision) return this.list(resource);
    const objects = this.#objects.get(resource)?.clone() ?? new SortedIndex();
    for (const change of this.#history.toReversed()) {
      if (change.revision <= revision) break;
      if (change.resource !== resource) continue;
      if (change.previous === undefined) objects.delete(change.key);
      else objects.set(change.key, change.previous);
    }
    return objects.list();
  }

  /** Adds an object; `undefined` when the name is taken. */
  create<T extends KubeObject>(resource: string, object: T): T | undefined {
    const key = objectKey(object.metadata);
    if (this.get(resource, key) !== undefined) return undefined;
    return this.#commit({ type: 'ADDED', resource, key, object, previous: undefined });
  }

  /** Replaces an object by what `change` makes of it; no revision is spent where that is nothing new. */
  update<T extends KubeObject>(resource: string, key: string, change: (current: T) => T): T | undefined {
    const previous = this.get(resource, key) as T | undefined;
    if (previous === undefined) return undefined;
    const object = change(previous);
    if (isDeepStrictEqual(object, previous)) return previous;
    return this.#commit({ type: 'MODIFIED', resource, key, object, previous });
  }

  delete(resource: string, key: string): KubeObject | undefined {
    const previous = this.get(resource, key);
    if (previous === undefined) return undefined;
    return this.#commit({ type: 'DELETED', resource, key, object: previous, previous });
  }

  /**
   * Calls `listener` with each change of a type after revision `since` (those that are past at once), until the returned
   * function is called. Throws a `CompactedError` when `since` is too long ago.
   */
  watch(resource: string, since: number, listener: StoreListener): () => void {
    this.#assertRemembered(since);
    for (const change of this.#history) {
      if (change.revision > since && change.resource === resource) listener(change);
    }
    const watch = { listener, after: this.#revision };
    const watches = this.#watches.get(resource) ?? new Set();
    this.#watches.set(resource, watches.add(watch));
    return () => watches.delete(watch);
  }

  /** Forgets the history up to `revision`, as etcd's compaction does: lists and watches from before get a 410. */
  compact(revision = this.#revision): void {
    this.#history = this.#history.filter(change => change.revision > revision);
    this.#compacted = Math.max(this.#compacted, Math.min(revision, this.#revision));
  }

  #commit<T extends KubeObject>(change: Omit<StoreChange, 'revision' | 'object'> & { object: T }): T {
    this.#revision += 1;
    const revision = this.#revision;
    const metadata = { ...change.object.metadata, resourceVersion: String(revision) };
    const object: T = { ...change.object, metadata };
    this.#apply({ ...change, object, revision });
    return object;
  }

  #apply(change: StoreChange): void {
    const objects = this.#objects.get(change.resource) ?? new SortedIndex();
    this.#objects.set(change.resource, objects);
    if (change.type === 'DELETED') objects.delete(change.key);
    else objects.set(change.key, change.object);
    this.#history.push(change);
    if (this.#history.length > this.#maxHistory) this.#trimHistory();
    this.#undelivered.push(change);
    if (!this.#delivering) this.#deliver();
  }

  // A listener may change the store; queueing keeps every watch in the order of the revisions.
  #deliver(): void {
    this.#delivering = true;
    for (let change = this.#undelivered.shift(); change !== undefined; change = this.#undelivered.shift()) {
      for (const watch of [...(this.#watches.get(change.resource) ?? [])]) {
        if (change.revision > watch.after) watch.listener(change);
      }
    }
    this.#delivering = false;
  }

  #trimHistory(): void {
    // Half at a time, so that a store that is always full doesn't copy its history with every change.
    const newestForgotten = this.#history[Math.floor(this.#maxHistory / 2)];
    if (newestForgotten !== undefined) this.compact(newestForgotten.revision);
  }

  #assertRemembered(revision: number): void {
    if (revision < this.#compacted) throw new CompactedError(this.#compacted + 1);
  }
}
