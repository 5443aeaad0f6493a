import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../commands/shortcut-label.ts';
import { Icon } from '../parts/icons.tsx';
import { pageBroadcast, stopShortcut } from './page-broadcast.ts';

/** Beside the state of a terminal that gets what is typed elsewhere: how many do, and the way to stop it. */
export function BroadcastBanner({ tabId }: { readonly tabId: string }): ReactNode {
  const { t } = useTranslation();
  const { receivers } = useSyncExternalStore(pageBroadcast.subscribe, pageBroadcast.snapshot);
  if (!receivers.has(tabId)) return null;
  return (
    <div className="broadcast-banner">
      <Icon name="broadcast" size={14} />
      <span className="broadcast-text">{t('several.banner', { count: receivers.size })}</span>
      <button className="broadcast-stop" onClick={() => pageBroadcast.stop()} type="button">
        {t('several.stopButton')}
        <kbd>{shortcutKeys(stopShortcut).join(' ')}</kbd>
      </button>
    </div>
  );
}
