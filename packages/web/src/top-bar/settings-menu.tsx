import '../parts/menu.css';
import { Menu } from '@base-ui/react/menu';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../commands/use-commands.ts';
import { chooseLanguage } from '../i18n/index.ts';
import { type Language, languages } from '../i18n/preferred-language.ts';
import { Icon } from '../parts/icons.tsx';
import { chooseTheme, type ThemeChoice, themeChoices, useThemeChoice } from '../settings/theme.ts';

const SettingsDialog = lazy(() => import('../settings/settings-dialog.tsx'));

/** Theme and language at once, and the way to all other settings. */
export function SettingsMenu(): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  useCommands([
    {
      id: 'page.settings',
      group: 'general',
      title: () => t('settings.open'),
      shortcuts: ['Mod+,'],
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <QuickSettings onOpen={() => setOpen(true)} />
      {wasOpen && (
        <Suspense>
          <SettingsDialog isOpen={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

function QuickSettings({ onOpen }: { readonly onOpen: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const theme = useThemeChoice();
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={t('app.settings')} className="icon-button">
        <Icon name="settings" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className="popup menu-popup">
            <Menu.RadioGroup onValueChange={(choice: ThemeChoice) => chooseTheme(choice)} value={theme}>
              <Menu.GroupLabel className="menu-heading">{t('app.appearance')}</Menu.GroupLabel>
              {themeChoices.map(choice => (
                <Choice key={choice} label={t(`settings.themes.${choice}`)} value={choice} />
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="menu-separator" />
            <Menu.RadioGroup
              onValueChange={(language: Language) => chooseLanguage(language)}
              value={i18n.language}
            >
              <Menu.GroupLabel className="menu-heading">{t('app.language')}</Menu.GroupLabel>
              {Object.entries(languages).map(([tag, name]) => (
                <Choice key={tag} label={name} value={tag} />
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="menu-separator" />
            <Menu.Item className="menu-item" onClick={onOpen}>
              <span className="menu-item-text">{t('settings.open')}</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Choice({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <Menu.RadioItem className="menu-item" value={value}>
      <span className="menu-item-text">{label}</span>
      <span className="picker-check">
        <Menu.RadioItemIndicator>
          <Icon name="check" size={14} />
        </Menu.RadioItemIndicator>
      </span>
    </Menu.RadioItem>
  );
}
