import './find-bar.css';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface FindBarWaitingProps {
  /** Told all that has been typed. */
  readonly onTyped: (text: string) => void;
  readonly onClose: () => void;
}

/** Stands where the search will be while that is loaded: what is typed is meant for it, not for the shell. */
export function FindBarWaiting({ onTyped, onClose }: FindBarWaitingProps): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  // Before the next key.
  useLayoutEffect(() => input.current?.focus(), []);
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
  };
  return (
    <search aria-label={t('tools.findLabel')} className="find-bar">
      <input
        aria-label={t('tools.findLabel')}
        autoComplete="off"
        className="find-input"
        onChange={event => onTyped(event.currentTarget.value)}
        onKeyDown={handleKeyDown}
        ref={input}
        spellCheck={false}
        type="text"
      />
    </search>
  );
}
