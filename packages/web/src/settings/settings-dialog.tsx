import './settings.css';
import '../parts/picker.css';
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../i18n/index.ts';
import { type Language, languages } from '../i18n/preferred-language.ts';
import { Icon } from '../parts/icons.tsx';
import { SelectSetting } from './setting-fields.tsx';
import { SettingsGroup } from './settings-group.tsx';
import { TerminalSection } from './terminal-section.tsx';
import { changeTerminalSettings, defaultTerminalSettings } from './terminal-settings.ts';
import { chooseTheme, themeChoices, useThemeChoice } from './theme.ts';

export interface SettingsDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** All settings, beside the terminals, which show what changes. */
export default function SettingsDialog({ isOpen, onOpenChange }: SettingsDialogProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Dialog.Root onOpenChange={onOpenChange} open={isOpen}>
      <Dialog.Portal>
        <Dialog.Popup className="popup settings">
          <header className="settings-head">
            <Dialog.Title className="settings-title">{t('settings.title')}</Dialog.Title>
            <Dialog.Close aria-label={t('settings.close')} className="icon-button">
              <Icon name="close" />
            </Dialog.Close>
          </header>
          <div className="settings-body">
            <PageSection />
            <TerminalSection />
            <button
              className="button"
              onClick={() => changeTerminalSettings(defaultTerminalSettings)}
              type="button"
            >
              {t('settings.reset')}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PageSection(): ReactNode {
  const { t, i18n } = useTranslation();
  const theme = useThemeChoice();
  return (
    <SettingsGroup title={t('settings.page')}>
      <SelectSetting
        choices={themeChoices.map(value => ({ value, label: t(`settings.themes.${value}`) }))}
        label={t('settings.theme')}
        onChange={chooseTheme}
        value={theme}
      />
      <SelectSetting
        choices={Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }))}
        label={t('settings.language')}
        onChange={chooseLanguage}
        value={i18n.language as Language}
      />
    </SettingsGroup>
  );
}
