import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface TabNameProps {
  /** As it is called now. */
  readonly name: string;
  /** `undefined`: the user has thought better of it. */
  readonly onDone: (name: string | undefined) => void;
}

const maxLength = 100;

/** The field in which a tab is given a name. */
export function TabName({ name, onDone }: TabNameProps): ReactNode {
  const { t } = useTranslation();
  const isDone = useRef(false);
  const finish = (value: string | undefined) => {
    // The field loses the keyboard as it goes: that must not count as a second answer.
    if (!isDone.current) onDone(value);
    isDone.current = true;
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish(event.currentTarget.value.trim());
    if (event.key === 'Escape') finish(undefined);
  };
  return (
    <input
      aria-label={t('layout.nameLabel')}
      className="terminal-tab-name"
      defaultValue={name}
      maxLength={maxLength}
      onBlur={event => finish(event.currentTarget.value.trim())}
      onKeyDown={handleKeyDown}
      onPointerDown={event => event.stopPropagation()}
      placeholder={t('layout.nameAutomatic')}
      ref={field => {
        if (document.activeElement !== field) field?.select();
      }}
    />
  );
}
