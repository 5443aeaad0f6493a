const prefix = 'podbay.page.';

// A page that is loaded again holds its lock for a moment after its successor has begun.
const patienceMs = 400;

/** Says which pages of this browser live: each holds a lock of its id until it is gone, however it goes. */
export class PageLocks {
  readonly #locks: LockManager;

  constructor(locks: LockManager) {
    this.#locks = locks;
  }

  /** Takes a page's lock for as long as this page lives. `false`: another page has it. */
  hold(id: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const forever = new Promise(() => {});
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    const handleHeld = () => {
      clearTimeout(timer);
      resolve(true);
      return forever;
    };
    this.#locks.request(prefix + id, { signal: patience.signal }, handleHeld).catch(() => resolve(false));
    return promise;
  }

  /** The ids of the pages that live. */
  async living(): Promise<ReadonlySet<string>> {
    const { held = [] } = await this.#locks.query();
    return new Set(
      held.flatMap(({ name = '' }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
    );
  }
}
