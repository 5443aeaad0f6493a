import { NumberField } from '@base-ui/react/number-field';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Switch } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Select, type SelectChoice } from '../parts/select.tsx';

interface SettingProps {
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A line of the settings: what it is, and what to change it with. */
function Setting({
  label,
  hint,
  id,
  children,
}: SettingProps & { readonly id: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="setting">
      <span className="setting-label" id={`${id}-label`}>
        {label}
      </span>
      {children}
      {hint !== undefined && (
        <span className="setting-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

function names(id: string, hint: string | undefined) {
  return { 'aria-labelledby': `${id}-label`, 'aria-describedby': hint && `${id}-hint` };
}

/** On or off. */
export function SwitchSetting({
  label,
  hint,
  value,
  onChange,
}: SettingProps & { readonly value: boolean; readonly onChange: (value: boolean) => void }): ReactNode {
  const id = useId();
  return (
    <Setting hint={hint} id={id} label={label}>
      <Switch.Root {...names(id, hint)} checked={value} className="switch" onCheckedChange={onChange}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </Setting>
  );
}

export interface NumberSettingProps extends SettingProps {
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  readonly onChange: (value: number) => void;
}

/** A number, in its range. */
export function NumberSetting({ label, hint, value, range, onChange }: NumberSettingProps): ReactNode {
  const id = useId();
  const { t, i18n } = useTranslation();
  return (
    <Setting hint={hint} id={id} label={label}>
      <NumberField.Root
        {...range}
        locale={i18n.language}
        onValueChange={next => next !== null && onChange(next)}
        value={value}
      >
        <NumberField.Group className="number">
          <NumberField.Decrement aria-label={`${label}: ${t('settings.decrease')}`} className="number-step">
            −
          </NumberField.Decrement>
          <NumberField.Input {...names(id, hint)} className="number-input" />
          <NumberField.Increment aria-label={`${label}: ${t('settings.increase')}`} className="number-step">
            +
          </NumberField.Increment>
        </NumberField.Group>
      </NumberField.Root>
    </Setting>
  );
}

export interface ChoiceSettingProps<Value> extends SettingProps {
  readonly value: Value;
  readonly choices: readonly SelectChoice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all of them shown. */
export function SegmentsSetting<Value extends string>({
  label,
  hint,
  value,
  choices,
  onChange,
}: ChoiceSettingProps<Value>): ReactNode {
  const id = useId();
  return (
    <Setting hint={hint} id={id} label={label}>
      <RadioGroup {...names(id, hint)} className="segments" onValueChange={onChange} value={value}>
        {choices.map(choice => (
          <Radio.Root className="segment" key={choice.value} value={choice.value}>
            {choice.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </Setting>
  );
}

/** One of several, in a list that opens. */
export function SelectSetting<Value extends string | number>({
  label,
  hint,
  value,
  choices,
  onChange,
}: ChoiceSettingProps<Value>): ReactNode {
  const id = useId();
  return (
    <Setting hint={hint} id={id} label={label}>
      <Select {...names(id, hint)} choices={choices} onChange={onChange} value={value} />
    </Setting>
  );
}
