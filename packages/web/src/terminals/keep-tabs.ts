import { PageLocks } from './page-lock.ts';
import { type PageRecord, PageRecords } from './page-records.ts';
import type { TerminalTabs } from './terminal-tabs.ts';

/** Where a browser keeps things. */
export interface BrowserMemory {
  /** Lives as long as the browser's tab, also through a reload. A tab that is duplicated starts with a copy. */
  readonly sessionStorage: Storage;
  /** Is shared by all pages, and outlives the browser. */
  readonly localStorage: Storage;
  /** Only where the page was loaded securely. */
  readonly locks: LockManager | undefined;
}

const idKey = 'podbay.page';

/**
 * Brings back what was open, and from now on keeps what is open.
 *
 * ```
 *   no id in this tab              the browser was started again: takes what pages had open that are gone
 *   an id whose lock is free       the page was loaded again: goes on with its own
 *   an id whose lock is taken      the tab was duplicated: a page of its own that joins the same sessions
 * ```
 *
 * Without locks nobody can tell who lives: then everything is kept with the tab alone.
 */
export async function keepTabs(tabs: TerminalTabs, memory: BrowserMemory): Promise<void> {
  const { sessionStorage, localStorage } = memory;
  const locks = memory.locks === undefined ? undefined : new PageLocks(memory.locks);
  const records = new PageRecords(locks === undefined ? sessionStorage : localStorage);
  const ownId = sessionStorage.getItem(idKey);
  const isOwn = ownId !== null && (locks === undefined || (await locks.hold(ownId)));
  const id = isOwn ? ownId : newPageId();
  sessionStorage.setItem(idKey, id);
  if (!isOwn) await locks?.hold(id);
  const before = ownId === null ? await takeOrphans(records, locks) : [records.read(ownId)];
  for (const record of before) restore(tabs, record);
  follow(tabs, record => records.write(id, record));
}

async function takeOrphans(records: PageRecords, locks: PageLocks | undefined): Promise<PageRecord[]> {
  if (locks === undefined) return [];
  const living = await locks.living();
  const orphans = records.ids().filter(id => !living.has(id));
  return orphans.map(id => {
    const record = records.read(id);
    records.remove(id);
    return record;
  });
}

function restore(tabs: TerminalTabs, { tabs: kept, active }: PageRecord): void {
  for (const { target, session } of kept) tabs.join(target, session);
  const front = tabs.snapshot().tabs.find(({ session }) => session === active);
  if (front !== undefined) tabs.activate(front.id);
}

function follow(tabs: TerminalTabs, write: (record: PageRecord) => void): void {
  let written = '';
  const keep = () => {
    const record = recordOf(tabs);
    const text = JSON.stringify(record);
    if (text === written) return;
    written = text;
    write(record);
  };
  keep();
  tabs.subscribe(keep);
}

function recordOf(tabs: TerminalTabs): PageRecord {
  const { tabs: all, activeId } = tabs.snapshot();
  const open = all.flatMap(({ target, session, state }) =>
    session === undefined || state.type === 'ended' ? [] : [{ target, session }],
  );
  return { tabs: open, active: all.find(tab => tab.id === activeId)?.session };
}

function newPageId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
