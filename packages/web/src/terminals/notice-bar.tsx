import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../parts/icons.tsx';
import type { SessionNotice } from './session-notice.ts';

export interface NoticeBarProps {
  readonly notice: SessionNotice | undefined;
  readonly onDismiss: () => void;
}

/** A line above a terminal that says what the user should know, until it is dismissed. */
export function NoticeBar({ notice, onDismiss }: NoticeBarProps): ReactNode {
  const { t } = useTranslation();
  // The region is there before its text, or screen readers would not read it.
  return (
    <div className="notice-region" role="status">
      {notice !== undefined && (
        <div
          className="notice-bar"
          data-code={notice.code}
          data-tone={notice.level === 'warning' ? 'warn' : 'idle'}
        >
          <Icon name={iconOf(notice)} size={14} />
          <span className="notice-text">{notice.text}</span>
          {notice.action !== undefined && (
            <button className="notice-action" onClick={notice.action.run} type="button">
              {notice.action.label}
            </button>
          )}
          <button aria-label={t('notice.dismiss')} className="notice-close" onClick={onDismiss} type="button">
            <Icon name="close" size={12} />
          </button>
        </div>
      )}
    </div>
  );
}

function iconOf({ code, level }: SessionNotice): IconName {
  if (level === 'warning') return 'alert';
  if (code === 'debug') return 'box';
  return code === 'copied' ? 'copy' : 'refresh';
}
