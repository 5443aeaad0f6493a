import type { ReactNode } from 'react';
import { takeFocus } from './take-focus.ts';

export interface HeldKeysProps {
  /** What it stands for. */
  readonly label: string;
  /** Told all that has been typed. */
  readonly onTyped?: (text: string) => void;
  /** Told that Enter came after it. */
  readonly onEntered?: () => void;
}

/** Has the keyboard while what was asked for is loaded: what is typed is meant for that, not for a shell. */
export function HeldKeys({ label, onTyped, onEntered }: HeldKeysProps): ReactNode {
  return (
    <input
      aria-label={label}
      className="visually-hidden"
      onChange={event => onTyped?.(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEntered?.();
      }}
      ref={takeFocus}
      type="text"
    />
  );
}
