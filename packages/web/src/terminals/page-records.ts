import { explainBadTarget, isId, type Target } from '@podbay/protocol';
import type { LogTab } from '../logs/log-tab.ts';
import { randomId } from './random-id.ts';

/** A terminal that was open in a page: where, and the session's id. Nothing that was shown or typed. */
export interface KeptTab {
  readonly id: string;
  readonly target: Target;
  readonly session: string;
  /** What the user called it. */
  readonly name: string;
}

/** A log that was open in a page. */
export type KeptLog = Pick<LogTab, 'id' | 'source'>;

/** What a page had open. */
export interface PageRecord {
  readonly tabs: readonly KeptTab[];
  readonly logs: readonly KeptLog[];
  /** The tab that was in front. */
  readonly active: string | undefined;
  /** Where they were: to be repaired before it is used. */
  readonly layout: unknown;
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
    const { tabs, logs, active, layout, keptAt } = this.#parse(prefix + id);
    const young = typeof keptAt === 'number' && this.#now() - keptAt < maxAgeMs;
    if (!young) return { tabs: [], logs: [], active: undefined, layout: undefined };
    return {
      tabs: asList(tabs).flatMap(asKeptTab),
      logs: asList(logs).filter(isKeptLog),
      active: typeof active === 'string' ? active : undefined,
      layout,
    };
  }

  write(id: string, record: PageRecord): void {
    const isEmpty = record.tabs.length + record.logs.length === 0;
    try {
      if (isEmpty) this.#storage.removeItem(prefix + id);
      else this.#storage.setItem(prefix + id, JSON.stringify({ ...record, keptAt: this.#now() }));
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

  #parse(key: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(key) ?? '{}');
      return typeof value === 'object' && value !== null ? { ...value } : {};
    } catch {
      return {};
    }
  }
}

const maxNameLength = 200;
const tabId = /^(terminal|log)-[\w-]{1,40}$/;

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asKeptTab(value: unknown): readonly KeptTab[] {
  const { id, target, session, name } = (value ?? {}) as Partial<Record<keyof KeptTab, unknown>>;
  if (typeof session !== 'string' || !isId(session) || !isTarget(target)) return [];
  return [
    {
      id: isTabId(id) ? id : `terminal-${randomId()}`,
      target,
      session,
      name: typeof name === 'string' ? name.slice(0, maxNameLength) : '',
    },
  ];
}

function isKeptLog(value: unknown): value is KeptLog {
  const { id, source } = (value ?? {}) as Partial<KeptLog>;
  // A log of all containers names none: any name will do for the check of the others.
  return isTabId(id) && isTarget({ container: 'all', ...source });
}

function isTabId(value: unknown): value is string {
  return typeof value === 'string' && tabId.test(value);
}

function isTarget(value: unknown): value is Target {
  const { context, namespace, pod, container } = (value ?? {}) as Partial<Target>;
  const isText = [context, namespace, pod, container].every(part => typeof part === 'string');
  return isText && explainBadTarget(value as Target) === undefined;
}
