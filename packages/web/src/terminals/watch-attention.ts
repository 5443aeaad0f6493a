import type { MountedTerminal } from '@podbay/client';
import type { MountedTerminals } from './mounted-terminals.ts';
import type { TerminalTabs } from './terminal-tabs.ts';

export interface AttentionOptions {
  readonly tabs: TerminalTabs;
  readonly terminals: MountedTerminals;
  /** Whether the user can see the tab's terminal. */
  readonly isVisible: (tabId: string) => boolean;
}

/** What comes so soon after a connection stands was printed before: it is a replay. */
const replayMs = 1500;

/** Marks the tabs in which something is printed, or which ring, while nobody looks. Returns the function that stops it. */
export function watchAttention({ tabs, terminals, isVisible }: AttentionOptions): () => void {
  const watched = new Map<MountedTerminal, () => void>();
  const follow = () => {
    const now = terminals.snapshot();
    const living = new Set(now.values());
    for (const [terminal, stop] of watched) {
      if (living.has(terminal)) continue;
      stop();
      watched.delete(terminal);
    }
    for (const [id, terminal] of now) {
      const mark = (what: { readonly activity: true } | { readonly bell: true }) => {
        const tab = tabs.find(id);
        const isNews = 'bell' in what ? tab?.bell === false : tab?.activity === false;
        if (isNews && !isVisible(id)) tabs.update(id, what);
      };
      if (!watched.has(terminal)) watched.set(terminal, watchOne(terminal, mark));
    }
  };
  follow();
  const unsubscribe = terminals.subscribe(follow);
  return () => {
    unsubscribe();
    for (const stop of watched.values()) stop();
  };
}

/** Takes the marks off the tabs that can be seen. */
export function clearAttention(tabs: TerminalTabs, isVisible: (tabId: string) => boolean): void {
  for (const { id, activity, bell } of tabs.snapshot().tabs)
    if ((activity || bell) && isVisible(id)) tabs.update(id, { activity: false, bell: false });
}

type Mark = (what: { readonly activity: true } | { readonly bell: true }) => void;

function watchOne(terminal: MountedTerminal, mark: Mark): () => void {
  let attachedAtMs = performance.now();
  let isAttached = false;
  const isReplay = () => performance.now() - attachedAtMs < replayMs;
  const stops = [
    terminal.on('state', ({ type }) => {
      if (type === 'attached' && !isAttached) attachedAtMs = performance.now();
      isAttached = type === 'attached';
    }),
    terminal.session.on('output', () => {
      if (!isReplay()) mark({ activity: true });
    }),
    terminal.on('bell', () => {
      if (!isReplay()) mark({ bell: true });
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
