import './sessions.css';
import { Popover } from '@base-ui/react/popover';
import type { Target } from '@podbay/protocol';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { SessionList } from './session-list.tsx';
import { useSessions } from './use-sessions.ts';

export interface SessionsButtonProps {
  /** The sessions that this page shows. */
  readonly shown: readonly string[];
  /** `takeOver`: everybody else has to leave it. */
  readonly onAttach: (session: AttachedSession) => void;
}

export interface AttachedSession {
  readonly target: Target;
  readonly id: string;
  readonly takeOver: boolean;
}

const openIntervalMs = 2000;
const closedIntervalMs = 15_000;

/** How many sessions the user has, wherever they were opened; opens their list. */
export function SessionsButton({ shown, onAttach }: SessionsButtonProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const list = useSessions({
    intervalMs: open ? openIntervalMs : closedIntervalMs,
    trigger: `${shown.length} ${shown.join()}`,
  });
  const count = list.sessions.filter(({ state }) => state !== 'ended').length;
  const attach = (session: AttachedSession) => {
    setOpen(false);
    onAttach(session);
  };
  return (
    <Popover.Root onOpenChange={setOpen} open={open}>
      <Popover.Trigger
        aria-label={t('sessions.open', { count })}
        className="sessions-button"
        data-testid="sessions"
        title={t('sessions.title')}
      >
        <Icon name="sessions" />
        {count > 0 && <span className="sessions-count">{count}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" className="sessions-positioner" collisionPadding={8} sideOffset={10}>
          <Popover.Popup className="popup sessions-popup">
            <Popover.Title className="sessions-title">{t('sessions.title')}</Popover.Title>
            <SessionList {...list} onAttach={attach} shown={shown} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
