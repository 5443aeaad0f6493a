import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';

export interface FilterFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The user goes on to the list. */
  readonly onLeave: () => void;
}

/** The field that filters the list. `/` comes here from wherever nothing is typed. */
export function FilterField({ value, onChange, onLeave }: FilterFieldProps): ReactNode {
  const { t } = useTranslation();
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => focusOnSlash(() => ref.current?.focus()), []);
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
        ref={ref}
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

function focusOnSlash(focus: () => void): () => void {
  const handleKey = (event: globalThis.KeyboardEvent) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    focus();
  };
  document.addEventListener('keydown', handleKey);
  return () => document.removeEventListener('keydown', handleKey);
}

// A terminal's keys go into a textarea too.
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable="true"]') !== null;
}
