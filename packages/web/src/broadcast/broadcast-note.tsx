import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { mountedTerminals } from '../terminals/mounted-terminals.ts';
import { type TerminalTabs, tabTitle } from '../terminals/terminal-tabs.ts';
import type { Dropped } from './broadcast.ts';
import { pageBroadcast } from './page-broadcast.ts';

/** Says which terminals do not receive any more, until that has been read. */
export function BroadcastNote({ tabs }: { readonly tabs: TerminalTabs }): ReactNode {
  const { t } = useTranslation();
  const { receivers, dropped } = useSyncExternalStore(pageBroadcast.subscribe, pageBroadcast.snapshot);
  const sentence = ({ id, reason }: Dropped) => {
    const tab = tabs.find(id);
    if (tab === undefined || reason === 'closed') return [];
    return [t(reason === 'ended' ? 'several.droppedEnded' : 'several.droppedLost', { name: tabTitle(tab) })];
  };
  const sentences = dropped.flatMap(sentence);
  if (dropped.length > 0 && receivers.size === 0) sentences.push(t('several.stopped'));
  // The region is there before its text, or screen readers would not read it.
  return (
    <div className="broadcast-note-region" role="status">
      {sentences.length > 0 && (
        <div className="broadcast-note">
          <Icon name="alert" size={14} />
          <span className="broadcast-text">{sentences.join(' ')}</span>
          <button
            aria-label={t('notice.dismiss')}
            className="notice-close"
            onClick={() => {
              mountedTerminals
                .snapshot()
                .get(tabs.snapshot().activeId ?? '')
                ?.focus();
              pageBroadcast.forgetDropped();
            }}
            type="button"
          >
            <Icon name="close" size={12} />
          </button>
        </div>
      )}
    </div>
  );
}
