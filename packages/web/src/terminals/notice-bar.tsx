import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../parts/icons.tsx';
import type { NoticeWords, SessionNotice } from './session-notice.ts';

export interface NoticeBarProps {
  readonly notice: SessionNotice;
  readonly words: NoticeWords;
  /** How many more wait until this one is dismissed. */
  readonly more: number;
  readonly onDismiss: () => void;
}

/** A line over a terminal that says what the user should know, until it is dismissed. */
export function NoticeBar({ notice, words, more, onDismiss }: NoticeBarProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div
      className="notice-bar"
      data-code={notice.code}
      data-tone={notice.level === 'warning' ? 'warn' : 'idle'}
    >
      <Icon name={iconOf(notice)} size={14} />
      <span className="notice-text">{notice.text(words)}</span>
      {more > 0 && <span className="notice-more">{t('notice.more', { count: more })}</span>}
      {notice.action !== undefined && (
        <button className="notice-action" onClick={notice.action.run} type="button">
          {notice.action.label(words)}
        </button>
      )}
      <button aria-label={t('notice.dismiss')} className="notice-close" onClick={onDismiss} type="button">
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}

function iconOf({ code, level }: SessionNotice): IconName {
  if (level === 'warning') return 'alert';
  if (code === 'debug') return 'box';
  return code === 'copied' ? 'copy' : 'refresh';
}
