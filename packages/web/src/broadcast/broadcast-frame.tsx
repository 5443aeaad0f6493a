import './broadcast.css';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../commands/shortcut-label.ts';
import { Icon } from '../parts/icons.tsx';
import { pageBroadcast, stopShortcut } from './page-broadcast.ts';

export interface BroadcastFrameProps {
  readonly tabId: string;
  readonly children: ReactNode;
}

/** Around a terminal: nobody can miss that it gets what is typed elsewhere, and that elsewhere gets what is typed here. */
export function BroadcastFrame({ tabId, children }: BroadcastFrameProps): ReactNode {
  const { t } = useTranslation();
  const { receivers } = useSyncExternalStore(pageBroadcast.subscribe, pageBroadcast.snapshot);
  const isReceiving = receivers.has(tabId);
  return (
    <div className="broadcast-frame" data-receiving={isReceiving || undefined}>
      {isReceiving && (
        <div className="broadcast-banner">
          <Icon name="broadcast" size={14} />
          <span className="broadcast-text">{t('several.banner', { count: receivers.size })}</span>
          <button className="broadcast-stop" onClick={() => pageBroadcast.stop()} type="button">
            {t('several.stopButton')}
            <kbd>{shortcutKeys(stopShortcut).join(' ')}</kbd>
          </button>
        </div>
      )}
      <div className="broadcast-content">{children}</div>
    </div>
  );
}
