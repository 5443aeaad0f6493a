import { explainBadTarget, isId, type Target } from '@podbay/protocol';
import type { TerminalTabs } from './terminal-tabs.ts';

interface KeptTab {
  readonly target: Target;
  readonly session: string;
}

const key = 'podbay.terminals';

/** Brings back what was open before the page was loaded again, and from now on keeps what is open. */
export function keepTabs(tabs: TerminalTabs, storage: Storage): void {
  for (const { target, session } of read(storage)) tabs.restore(target, session);
  let kept = '';
  tabs.subscribe(() => {
    const next = JSON.stringify(openTabs(tabs));
    if (next === kept) return;
    kept = next;
    write(storage, next);
  });
}

function openTabs(tabs: TerminalTabs): KeptTab[] {
  return tabs.snapshot().tabs.flatMap(({ target, session, state }) => {
    return session === undefined || state.type === 'ended' ? [] : [{ target, session }];
  });
}

function read(storage: Storage): readonly KeptTab[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value.filter(isKeptTab) : [];
  } catch {
    return [];
  }
}

function write(storage: Storage, text: string): void {
  try {
    storage.setItem(key, text);
  } catch {
    // A full disk: after a reload the sessions are not found again, and end after their grace period.
  }
}

function isKeptTab(value: Partial<KeptTab> | null): value is KeptTab {
  if (typeof value?.session !== 'string' || !isId(value.session)) return false;
  return value.target !== undefined && explainBadTarget(value.target) === undefined;
}
