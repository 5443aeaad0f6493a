import type { BrowserMemory } from './keep-tabs.ts';
import { type KeptTab, type PageRecord, PageRecords } from './page-records.ts';
import { randomId } from './random-id.ts';

const fragment = '#handover=';

/**
 * Leaves a tab for a page that is about to be opened, and returns the fragment of its address. Kept where all pages of the
 * browser see it; a page that never opens leaves a record like one that was closed, and the next one takes it up.
 */
export function prepareHandover(tab: KeptTab, storage: Storage): string {
  const id = randomId();
  const record: PageRecord = { tabs: [tab], logs: [], active: tab.id, layout: undefined };
  new PageRecords(storage).write(id, record);
  return fragment + id;
}

/** Takes the tab that was left for this page, once; `undefined`: none was. */
export function takeHandover({
  hash = '',
  localStorage,
}: Pick<BrowserMemory, 'hash' | 'localStorage'>): readonly PageRecord[] | undefined {
  if (!isHandover(hash)) return undefined;
  const id = hash.slice(fragment.length);
  const records = new PageRecords(localStorage);
  const record = records.read(id);
  records.remove(id);
  return [record];
}

/** Whether the page with this address was opened for one tab. */
export function isHandover(hash: string): boolean {
  return hash.startsWith(fragment);
}
