import '../parts/menu.css';
import { ContextMenu } from '@base-ui/react/context-menu';
import { Fragment, type ReactElement, type ReactNode } from 'react';

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
        <ContextMenu.Positioner className="menu-positioner">
          <ContextMenu.Popup className="popup menu-popup">
            {groups.map((actions, index) => (
              <Fragment key={actions[0]?.label}>
                {index > 0 && <ContextMenu.Separator className="menu-separator" />}
                {actions.map(({ label, run }) => (
                  <ContextMenu.Item className="menu-item" key={label} onClick={run}>
                    <span className="menu-item-text">{label}</span>
                  </ContextMenu.Item>
                ))}
              </Fragment>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
