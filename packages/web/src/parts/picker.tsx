import './picker.css';
import { Combobox } from '@base-ui/react/combobox';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';

/** One thing to pick. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A word about it, beside it. */
  readonly note?: string | undefined;
}

export interface PickerProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | undefined;
  /** Tells whether a typed value that is not among the choices may be picked too. */
  readonly accepts?: (typed: string) => boolean;
  readonly onPick: (value: string) => void;
}

/** A button that opens a list to search and pick from. */
export function Picker({ label, choices, value, accepts, onPick }: PickerProps): ReactNode {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const chosen = choices.find(choice => choice.value === value);
  const current = chosen ?? (value === undefined ? null : { value, label: value });
  const custom = accepts?.(typed) === true && choices.every(choice => choice.value !== typed);
  const items = custom ? [...choices, { value: typed, label: t('picker.use', { name: typed }) }] : choices;
  return (
    <Combobox.Root
      autoHighlight
      inputValue={typed}
      isItemEqualToValue={(a: Choice, b: Choice) => a.value === b.value}
      items={items}
      itemToStringLabel={(choice: Choice) => choice.label}
      onInputValueChange={setTyped}
      onValueChange={(choice: Choice | null) => choice !== null && onPick(choice.value)}
      value={current}
    >
      <Combobox.Trigger aria-label={`${label}: ${current?.label ?? t('picker.choose')}`} className="picker">
        <span className="picker-value">{current?.label ?? t('picker.choose')}</span>
        <Icon name="chevrons" size={14} />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner align="start" sideOffset={4}>
          <Combobox.Popup aria-label={label} className="popup picker-popup">
            <Combobox.Input aria-label={label} className="picker-input" placeholder={t('picker.find')} />
            <Combobox.Empty className="picker-empty">{t('picker.nothing')}</Combobox.Empty>
            <Combobox.List className="picker-list">
              {(choice: Choice) => <PickerItem choice={choice} key={choice.value} />}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function PickerItem({ choice }: { readonly choice: Choice }): ReactNode {
  return (
    <Combobox.Item className="picker-item" value={choice}>
      <span className="picker-item-text">{choice.label}</span>
      {choice.note !== undefined && <span className="picker-item-note">{choice.note}</span>}
      <span className="picker-check">
        <Combobox.ItemIndicator>
          <Icon name="check" size={14} />
        </Combobox.ItemIndicator>
      </span>
    </Combobox.Item>
  );
}
