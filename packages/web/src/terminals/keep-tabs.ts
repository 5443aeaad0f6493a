import { takeHandover } from './page-handover.ts';
import { PageLocks } from './page-lock.ts';
import { type PageRecord, PageRecords } from './page-records.ts';
import { randomId } from './random-id.ts';
import type { TerminalTabs } from './terminal-tabs.ts';

/** Where a browser keeps things. */
export interface BrowserMemory {
  /** The address's fragment, by which one page hands a tab over to another. */
  readonly hash?: string;
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
 *   an id in the address           another page has handed a tab over: takes it as its own
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
  const handover = takeHandover(memory);
  const ownId = handover === undefined ? sessionStorage.getItem(idKey) : null;
  const isOwn = ownId !== null && (locks === undefined || (await locks.hold(ownId)));
  const id = isOwn ? ownId : randomId();
  sessionStorage.setItem(idKey, id);
  if (!isOwn) await locks?.hold(id);
  const before = handover ?? (ownId === null ? await takeOrphans(records, locks) : [records.read(ownId)]);
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

function restore(tabs: TerminalTabs, { tabs: kept, logs, active, layout }: PageRecord): void {
  for (const { target, session, id, name } of kept) tabs.join(target, session, { id, name });
  for (const { source, id } of logs) tabs.openLog(source, { id });
  const { tabs: all, logs: allLogs } = tabs.snapshot();
  if ([...all, ...allLogs].some(({ id }) => id === active)) tabs.activate(active);
  // Of several pages that are gone the first one gives the layout; what the others had open comes beside.
  if (tabs.layout.value === undefined) tabs.layout.keep(layout);
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
  tabs.layout.subscribe(keep);
}

function recordOf(tabs: TerminalTabs): PageRecord {
  const { tabs: all, logs, activeId } = tabs.snapshot();
  const open = all.flatMap(({ id, target, session, name, state }) =>
    session === undefined || state.type === 'ended' ? [] : [{ id, target, session, name }],
  );
  return {
    tabs: open,
    logs: logs.map(({ id, source }) => ({ id, source })),
    active: activeId,
    layout: tabs.layout.value,
  };
}
