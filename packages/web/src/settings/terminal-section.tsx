import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FontSetting } from './font-setting.tsx';
import { NumberSetting, SegmentsSetting, SelectSetting, SwitchSetting } from './setting-fields.tsx';
import { SettingsGroup } from './settings-group.tsx';
import {
  changeTerminalSettings,
  numberRanges,
  settingChoices,
  useTerminalSettings,
} from './terminal-settings.ts';

const contrastKeys = { 1: 'none', 3: 'low', 4.5: 'medium', 7: 'high' } as const;
const sizeKeys = { 5: 'small', 64: 'medium', 1024: 'large', 0: 'never' } as const;

/** How terminals look and behave. */
export function TerminalSection(): ReactNode {
  return (
    <>
      <TextGroup />
      <CursorGroup />
      <BehaviourGroup />
      <PasteGroup />
      <AccessGroup />
    </>
  );
}

function TextGroup(): ReactNode {
  const { t } = useTranslation();
  const { fontFamily, minimumContrast, ...settings } = useTerminalSettings();
  return (
    <SettingsGroup title={t('settings.text')}>
      <FontSetting onChange={family => changeTerminalSettings({ fontFamily: family })} value={fontFamily} />
      {(['fontSizePx', 'lineHeight', 'letterSpacingPx'] as const).map(name => (
        <NumberSetting
          key={name}
          label={t(`settings.${name}`)}
          onChange={value => changeTerminalSettings({ [name]: value })}
          range={numberRanges[name]}
          value={settings[name]}
        />
      ))}
      <SwitchSetting
        hint={t('settings.ligaturesHint')}
        label={t('settings.ligatures')}
        onChange={value => changeTerminalSettings({ ligatures: value })}
        value={settings.ligatures}
      />
      <SelectSetting
        choices={settingChoices.minimumContrast.map(value => ({
          value,
          label: t(`settings.contrasts.${contrastKeys[value]}`),
        }))}
        hint={t('settings.minimumContrastHint')}
        label={t('settings.minimumContrast')}
        onChange={value => changeTerminalSettings({ minimumContrast: value })}
        value={minimumContrast}
      />
    </SettingsGroup>
  );
}

function CursorGroup(): ReactNode {
  const { t } = useTranslation();
  const { cursorStyle, cursorBlink } = useTerminalSettings();
  return (
    <SettingsGroup title={t('settings.cursor')}>
      <SegmentsSetting
        choices={settingChoices.cursorStyle.map(value => ({
          value,
          label: t(`settings.cursorStyles.${value}`),
        }))}
        label={t('settings.cursorStyle')}
        onChange={value => changeTerminalSettings({ cursorStyle: value })}
        value={cursorStyle}
      />
      <SwitchSetting
        hint={t('settings.cursorBlinkHint')}
        label={t('settings.cursorBlink')}
        onChange={value => changeTerminalSettings({ cursorBlink: value })}
        value={cursorBlink}
      />
    </SettingsGroup>
  );
}

function BehaviourGroup(): ReactNode {
  const { t } = useTranslation();
  const { scrollbackLines, copyOnSelect, bell } = useTerminalSettings();
  return (
    <SettingsGroup title={t('settings.behaviour')}>
      <NumberSetting
        label={t('settings.scrollbackLines')}
        onChange={value => changeTerminalSettings({ scrollbackLines: value })}
        range={numberRanges.scrollbackLines}
        value={scrollbackLines}
      />
      <SwitchSetting
        hint={t('settings.copyOnSelectHint')}
        label={t('settings.copyOnSelect')}
        onChange={value => changeTerminalSettings({ copyOnSelect: value })}
        value={copyOnSelect}
      />
      <SegmentsSetting
        choices={settingChoices.bell.map(value => ({ value, label: t(`settings.bells.${value}`) }))}
        label={t('settings.bell')}
        onChange={value => changeTerminalSettings({ bell: value })}
        value={bell}
      />
    </SettingsGroup>
  );
}

function PasteGroup(): ReactNode {
  const { t } = useTranslation();
  const { askBeforeLines, askAboveKib } = useTerminalSettings();
  return (
    <SettingsGroup title={t('settings.paste')}>
      <SwitchSetting
        hint={t('settings.askBeforeLinesHint')}
        label={t('settings.askBeforeLines')}
        onChange={value => changeTerminalSettings({ askBeforeLines: value })}
        value={askBeforeLines}
      />
      <SelectSetting
        choices={settingChoices.askAboveKib.map(value => ({
          value,
          label: t(`settings.sizes.${sizeKeys[value]}`),
        }))}
        label={t('settings.askAboveKib')}
        onChange={value => changeTerminalSettings({ askAboveKib: value })}
        value={askAboveKib}
      />
    </SettingsGroup>
  );
}

function AccessGroup(): ReactNode {
  const { t } = useTranslation();
  const { screenReader } = useTerminalSettings();
  return (
    <SettingsGroup title={t('settings.access')}>
      <SwitchSetting
        hint={t('settings.screenReaderHint')}
        label={t('settings.screenReader')}
        onChange={value => changeTerminalSettings({ screenReader: value })}
        value={screenReader}
      />
    </SettingsGroup>
  );
}
