import { Autocomplete } from '@base-ui/react/autocomplete';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';

/** Fonts that many systems have. */
const known = [
  'Cascadia Mono',
  'Consolas',
  'Courier New',
  'DejaVu Sans Mono',
  'Fira Code',
  'Hack',
  'IBM Plex Mono',
  'Iosevka',
  'JetBrains Mono',
  'Liberation Mono',
  'Menlo',
  'Monaco',
  'Noto Sans Mono CJK SC',
  'Sarasa Mono SC',
  'SF Mono',
  'Source Code Pro',
  'Ubuntu Mono',
];

export interface FontSettingProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The name of a font: one of the usual ones, or any that the device has. */
export function FontSetting({ value, onChange }: FontSettingProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="setting" data-wide>
      <label className="setting-label" htmlFor={id}>
        {t('settings.fontFamily')}
      </label>
      <Autocomplete.Root items={known} onValueChange={onChange} openOnInputClick value={value}>
        <Autocomplete.Input
          aria-describedby={`${id}-hint`}
          className="text-input"
          id={id}
          placeholder={t('settings.fontDefault')}
          spellCheck={false}
        />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className="settings-popup" sideOffset={4}>
            <Autocomplete.Popup className="popup font-popup">
              <Autocomplete.List className="picker-list">
                {(font: string) => (
                  <Autocomplete.Item
                    className="picker-item"
                    key={font}
                    style={{ fontFamily: font }}
                    value={font}
                  >
                    {font}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      <span className="setting-hint" id={`${id}-hint`}>
        {t('settings.fontFamilyHint')}
      </span>
    </div>
  );
}
