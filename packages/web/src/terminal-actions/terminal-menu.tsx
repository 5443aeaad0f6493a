import '../parts/menu.css';
import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../commands/platform.ts';
import { shortcutText } from '../commands/shortcut-label.ts';
import type { TerminalActions } from './terminal-actions.ts';
import { shortcuts } from './terminal-commands.ts';

export interface MenuPlace {
  readonly clientX: number;
  readonly clientY: number;
}

export interface TerminalMenuProps {
  /** Where it opens; `undefined`: it is closed. */
  readonly place: MenuPlace | undefined;
  readonly actions: TerminalActions;
  /** The session is over: nothing can be pasted. */
  readonly isOver: boolean;
  readonly onFind: () => void;
  readonly onClose: () => void;
  /** The menu has gone: the keyboard goes back to the terminal, unless it was sent elsewhere. */
  readonly onClosed: () => void;
}

/** The menu of a terminal, where the mouse, a finger or the keyboard asked for it. */
export function TerminalMenu({
  place,
  actions,
  isOver,
  onFind,
  onClose,
  onClosed,
}: TerminalMenuProps): ReactNode {
  const { t } = useTranslation();
  const anchor = {
    getBoundingClientRect: () => DOMRect.fromRect({ x: place?.clientX ?? 0, y: place?.clientY ?? 0 }),
  };
  return (
    <Menu.Root
      modal={false}
      onOpenChange={open => !open && onClose()}
      onOpenChangeComplete={open => !open && onClosed()}
      open={place !== undefined}
    >
      <Menu.Portal>
        <Menu.Positioner align="start" anchor={anchor} className="menu-positioner" side="bottom">
          <Menu.Popup aria-label={t('tools.menu')} className="popup menu-popup" finalFocus={false}>
            <Item
              disabled={!actions.canCopy()}
              label={t('tools.copy')}
              onClick={actions.copy}
              shortcut={shortcuts.copy}
            />
            <Item
              disabled={isOver}
              label={t('tools.paste')}
              onClick={actions.paste}
              shortcut={platform === 'mac' ? 'Meta+V' : 'Ctrl+Shift+V'}
            />
            <Item label={t('tools.selectAll')} onClick={actions.selectAll} />
            <Menu.Separator className="menu-separator" />
            <Item label={t('tools.find')} onClick={onFind} shortcut={shortcuts.find} />
            <Item label={t('tools.save')} onClick={actions.save} />
            <Menu.Separator className="menu-separator" />
            <Item label={t('tools.clear')} onClick={actions.clear} />
            <Item label={t('tools.reset')} onClick={actions.reset} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ItemProps {
  readonly label: string;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly onClick: () => unknown;
}

function Item({ label, shortcut, disabled = false, onClick }: ItemProps): ReactNode {
  return (
    <Menu.Item className="menu-item" disabled={disabled} onClick={() => void onClick()}>
      <span className="menu-item-text">{label}</span>
      {shortcut !== undefined && <span className="menu-item-keys">{shortcutText(shortcut)}</span>}
    </Menu.Item>
  );
}
