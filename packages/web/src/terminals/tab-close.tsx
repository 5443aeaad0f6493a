import type { ReactNode } from 'react';
import { Icon } from '../parts/icons.tsx';

/**
 * The cross on a tab, for the mouse and for fingers: a tab can hold nothing that assistive technology would operate. They
 * close it with Delete, as they do any tab, by its menu or by a command. `listenOnTabs` hears the click.
 */
export function TabClose({ name }: { readonly name: string }): ReactNode {
  return (
    <span aria-hidden="true" className="terminal-tab-close" title={name}>
      <Icon name="close" size={12} />
    </span>
  );
}
