import { explainBadTarget, isId, type Target } from '@podbay/protocol';

/** A terminal that was open in a page: where, and the session's id. Nothing that was shown or typed. */
export interface KeptTab {
  readonly target: Target;
  readonly session: string;
}

/** What a page had open. */
export interface PageRecord {
  readonly tabs: readonly KeptTab[];
  /** The session that was in front. */
  readonly active: string | undefined;
}

const prefix = 'podbay.page.';

/** As long as sessions last at most. */
const maxAgeMs = 7 * 24 * 60 * 60 * 1000;

/** What the pages of this browser have open, kept beyond their lives. */
export class PageRecords {
  readonly #storage: Storage;
  readonly #now: () => number;

  constructor(storage: Storage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  read(id: string): PageRecord {
    const { tabs = [], active, keptAt } = this.#parse(prefix + id);
    const young = typeof keptAt === 'number' && this.#now() - keptAt < maxAgeMs;
    return { tabs: young && Array.isArray(tabs) ? tabs.filter(isKeptTab) : [], active };
  }

  write(id: string, { tabs, active }: PageRecord): void {
    try {
      if (tabs.length === 0) this.#storage.removeItem(prefix + id);
      else this.#storage.setItem(prefix + id, JSON.stringify({ tabs, active, keptAt: this.#now() }));
    } catch {
      // A full disk: after a reload the sessions are in the list of those that run.
    }
  }

  remove(id: string): void {
    this.#storage.removeItem(prefix + id);
  }

  ids(): readonly string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    return keys.filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length));
  }

  #parse(key: string): Partial<PageRecord> & { readonly keptAt?: unknown } {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(key) ?? '{}');
      return typeof value === 'object' && value !== null ? value : {};
    } catch {
      return {};
    }
  }
}

function isKeptTab(value: Partial<KeptTab> | null): value is KeptTab {
  if (typeof value?.session !== 'string' || !isId(value.session)) return false;
  return value.target !== undefined && explainBadTarget(value.target) === undefined;
}
