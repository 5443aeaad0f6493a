import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';

export interface FilterFieldProps {
  readonly value: string;
  readonly fieldRef: RefObject<HTMLInputElement | null>;
  readonly onChange: (value: string) => void;
  /** The user goes on to the list. */
  readonly onLeave: () => void;
}

/** The field that filters the list. */
export function FilterField({ value, fieldRef, onChange, onLeave }: FilterFieldProps): ReactNode {
  const { t } = useTranslation();
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && value !== '') onChange('');
    else if (event.key === 'ArrowDown' || event.key === 'Enter') onLeave();
    else return;
    event.preventDefault();
  };
  return (
    <div className="filter">
      <Icon name="search" size={14} />
      <input
        aria-keyshortcuts="/"
        aria-label={t('pods.filter')}
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        onChange={event => onChange(event.target.value)}
        onKeyDown={handleKeyDown}
        placeholder={t('pods.filterHint')}
        ref={fieldRef}
        spellCheck={false}
        type="text"
        value={value}
      />
      {value === '' ? (
        <kbd className="kbd">/</kbd>
      ) : (
        <button
          aria-label={t('pods.clearFilter')}
          className="icon-button"
          onClick={() => onChange('')}
          type="button"
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
