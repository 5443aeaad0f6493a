import type { ReactNode } from 'react';
import { shortcutKeys } from '../commands/shortcut-label.ts';

/** A shortcut, drawn as its keys. */
export function Keys({ shortcut }: { readonly shortcut: string }): ReactNode {
  return (
    <span className="keys">
      {shortcutKeys(shortcut).map(key => (
        <kbd className="kbd" key={key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
