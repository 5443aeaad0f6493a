import type { ReactNode } from 'react';
import { takeFocus } from './take-focus.ts';

export interface HeldKeysProps {
  /** What it stands for. */
  readonly label: string;
  /** Told all that has been typed. */
  readonly onTyped?: (text: string) => void;
}

/** Has the keyboard while what was asked for is loaded: what is typed is meant for that, not for a shell. */
export function HeldKeys({ label, onTyped }: HeldKeysProps): ReactNode {
  return (
    <input
      aria-label={label}
      className="visually-hidden"
      onChange={event => onTyped?.(event.currentTarget.value)}
      ref={takeFocus}
      type="text"
    />
  );
}
