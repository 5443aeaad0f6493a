import './login-page.css';
import { Popover } from '@base-ui/react/popover';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { loadMe, logOut, useLogin } from '../login.ts';
import { Icon } from '../parts/icons.tsx';

/** Says who is logged in, and logs out. */
export function UserMenu(): ReactNode {
  const { t } = useTranslation();
  const { me } = useLogin();
  useEffect(() => void loadMe(), []);
  if (me === undefined) return null;
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={t('login.account', { user: me.user })} className="icon-button">
        <Icon name="user" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner align="end" collisionPadding={8} sideOffset={4}>
          <Popover.Popup className="popup user-menu">
            <p className="user-menu-note">{t('login.as')}</p>
            <Popover.Title className="user-menu-name">{me.user}</Popover.Title>
            <p className="user-menu-note">{t(`login.ways.${me.way}`)}</p>
            {me.groups.length > 0 && (
              <p className="user-menu-note">{`${t('login.groups')}: ${me.groups.join(', ')}`}</p>
            )}
            {me.canLogOut && (
              <button className="button" onClick={() => void logOut()} type="button">
                {t('login.logOut')}
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
