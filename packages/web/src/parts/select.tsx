import './menu.css';
import './picker.css';
import './select.css';
import { Select as Base } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

/** One of a list. */
export interface SelectChoice<Value> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectProps<Value> {
  readonly choices: readonly SelectChoice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  /** Its name, where no text on the page is. */
  readonly 'aria-label'?: string;
  readonly 'aria-labelledby'?: string;
  readonly 'aria-describedby'?: string | undefined;
}

/** Picks one of several, in a list that opens. */
export function Select<Value extends string | number>(props: SelectProps<Value>): ReactNode {
  const { choices, value, onChange, disabled = false, ...names } = props;
  return (
    <Base.Root
      disabled={disabled}
      items={choices}
      onValueChange={next => next !== null && onChange(next)}
      value={value}
    >
      <Base.Trigger {...names} className="select">
        <Base.Value className="select-value" />
        <Icon name="chevrons" size={14} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          align="start"
          alignItemWithTrigger={false}
          className="select-positioner"
          sideOffset={4}
        >
          <Base.Popup className="popup menu-popup select-popup">
            {choices.map(choice => (
              <Base.Item className="menu-item" key={choice.value} value={choice.value}>
                <Base.ItemText className="menu-item-text">{choice.label}</Base.ItemText>
                <Base.ItemIndicator className="picker-check">
                  <Icon name="check" size={14} />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
