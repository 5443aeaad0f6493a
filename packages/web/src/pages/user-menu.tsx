import './login-page.css';
import { Menu } from '@base-ui/react/menu';
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
    <Menu.Root>
      <Menu.Trigger aria-label={t('login.account', { user: me.user })} className="icon-button">
        <Icon name="user" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className="popup menu-popup">
            <div className="user-menu">
              <div className="user-menu-note">{t('login.as')}</div>
              <div className="user-menu-name">{me.user}</div>
              <div className="user-menu-note">{t(`login.ways.${me.way}`)}</div>
              {me.groups.length > 0 && (
                <div className="user-menu-note">{`${t('login.groups')}: ${me.groups.join(', ')}`}</div>
              )}
            </div>
            {me.canLogOut && (
              <>
                <Menu.Separator className="menu-separator" />
                <Menu.Item className="menu-item" onClick={() => void logOut()}>
                  {t('login.logOut')}
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
