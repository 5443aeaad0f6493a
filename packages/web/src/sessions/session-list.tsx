import type { ApiError } from '@podbay/client';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, toApiError } from '../api.ts';
import { useNow } from '../pods/use-now.ts';
import { SessionRow } from './session-row.tsx';
import type { AttachedSession } from './sessions-button.tsx';
import type { SessionList as Sessions } from './use-sessions.ts';

export interface SessionListProps extends Sessions {
  readonly shown: readonly string[];
  readonly onAttach: (session: AttachedSession) => void;
}

/** The user's sessions, one a line: where, since when, who looks on; each can be shown here, or ended. */
export function SessionList({ sessions, error, reload, shown, onAttach }: SessionListProps): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(1000);
  const [endError, setEndError] = useState<ApiError>();
  const end = async (id: string) => {
    setEndError(undefined);
    await api.endSession(id).catch(cause => setEndError(toApiError(cause)));
    reload();
  };
  return (
    <>
      <p className="sessions-problem" role="status">
        {error !== undefined &&
          (error.isUnreachable
            ? t('sessions.unreachable')
            : t('sessions.failed', { message: error.refusal.message }))}
        {error === undefined &&
          endError !== undefined &&
          t('sessions.endFailed', { message: endError.refusal.message })}
      </p>
      {sessions.length === 0 && error === undefined && (
        <div className="sessions-none">
          <strong>{t('sessions.none')}</strong>
          <span>{t('sessions.noneText')}</span>
        </div>
      )}
      <ul aria-label={t('sessions.title')} className="sessions-list">
        {sessions.map(session => (
          <SessionRow
            isShown={shown.includes(session.id)}
            key={session.id}
            nowMs={nowMs}
            onAttach={takeOver => onAttach({ target: session.target, id: session.id, takeOver })}
            onEnd={() => end(session.id)}
            session={session}
          />
        ))}
      </ul>
    </>
  );
}
