import { Menu } from '@base-ui/react/menu';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../i18n/index.ts';
import { type Language, languages } from '../i18n/preferred-language.ts';
import { Icon } from '../parts/icons.tsx';
import { chooseTheme, type ThemeChoice, themeChoice } from '../settings/theme.ts';

const themeKeys = { system: 'app.themeSystem', light: 'app.themeLight', dark: 'app.themeDark' } as const;

/** Language and appearance. */
export function SettingsMenu(): ReactNode {
  const { t, i18n } = useTranslation();
  const [theme, setTheme] = useState(themeChoice);
  const pickTheme = (choice: ThemeChoice) => {
    chooseTheme(choice);
    setTheme(choice);
  };
  return (
    <Menu.Root>
      <Menu.Trigger aria-label={t('app.settings')} className="icon-button">
        <Icon name="settings" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4}>
          <Menu.Popup className="popup menu-popup">
            <Menu.RadioGroup onValueChange={pickTheme} value={theme}>
              <Menu.GroupLabel className="menu-heading">{t('app.appearance')}</Menu.GroupLabel>
              {Object.entries(themeKeys).map(([choice, key]) => (
                <Choice key={choice} label={t(key)} value={choice} />
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
