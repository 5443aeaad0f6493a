/** Values by key, with a list in the order of the keys that is made once and kept up to date. Lists are never changed in place. */
export class SortedIndex<T> {
  readonly #values = new Map<string, T>();
  #keys: readonly string[] | undefined;
  #list: readonly T[] = [];

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    const known = this.#values.has(key);
    this.#values.set(key, value);
    if (this.#keys === undefined) return;
    const place = lowerBound(this.#keys, key);
    if (known) this.#list = this.#list.with(place, value);
    else {
      this.#keys = this.#keys.toSpliced(place, 0, key);
      this.#list = this.#list.toSpliced(place, 0, value);
    }
  }

  delete(key: string): void {
    if (!this.#values.delete(key) || this.#keys === undefined) return;
    const place = lowerBound(this.#keys, key);
    this.#keys = this.#keys.toSpliced(place, 1);
    this.#list = this.#list.toSpliced(place, 1);
  }

  /** The same array as before, where nothing has changed since. */
  list(): readonly T[] {
    if (this.#keys === undefined) {
      const entries = [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1));
      this.#keys = entries.map(([key]) => key);
      this.#list = entries.map(([, value]) => value);
    }
    return this.#list;
  }

  /** A copy that goes its own way. */
  clone(): SortedIndex<T> {
    const copy = new SortedIndex<T>();
    for (const [key, value] of this.#values) copy.#values.set(key, value);
    copy.#keys = this.#keys;
    copy.#list = this.#list;
    return copy;
  }
}

// Where the key is, or would be.
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
