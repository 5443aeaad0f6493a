import './tab-menu.css';
import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement, ReactNode } from 'react';

/** One thing that can be done with a tab. */
export interface TabAction {
  readonly label: string;
  readonly run: () => void;
}

export interface TabMenuProps {
  /** In groups, with a line between them. */
  readonly groups: readonly (readonly TabAction[])[];
  /** What is right-clicked, or touched for long. */
  readonly children: ReactElement;
}

/** What can be done with a tab, where it is right-clicked. */
export function TabMenu({ groups, children }: TabMenuProps): ReactNode {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="tab-menu-positioner">
          <ContextMenu.Popup className="popup tab-menu">
            {groups.map(actions => (
              <ContextMenu.Group className="tab-menu-group" key={actions[0]?.label}>
                {actions.map(({ label, run }) => (
                  <ContextMenu.Item className="tab-menu-item" key={label} onClick={run}>
                    {label}
                  </ContextMenu.Item>
                ))}
              </ContextMenu.Group>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
