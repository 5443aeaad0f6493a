import '../parts/menu.css';
import { Menu } from '@base-ui/react/menu';
import type { Target } from '@podbay/protocol';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { targetsIn } from '../broadcast/workload-pods.ts';
import { pageDebug, useDebugImages } from '../debug/page-debug.ts';
import { formatDeepLink } from '../deep-link.ts';
import type { LogSource } from '../logs/log-tab.ts';
import { execCommand } from '../terminals/kubectl.ts';
import { kindOf, nameOf, targetOf } from './row-target.ts';
import type { Item } from './rows.ts';

/** Which line's menu is open, and where. */
export interface RowMenuState {
  readonly row: Item;
  readonly anchor: Element | { getBoundingClientRect: () => DOMRect } | null;
}

export interface RowMenuProps {
  readonly state: RowMenuState | undefined;
  readonly context: string;
  readonly treeRef: RefObject<HTMLDivElement | null>;
  readonly isPinned: (target: Target) => boolean;
  readonly onClose: () => void;
  readonly onFold: (row: Item) => void;
  readonly onOpenRow: (row: Item) => void;
  readonly onPinRow: (row: Item) => void;
  readonly onSay: (text: string) => void;
  readonly onLog: (source: LogSource) => void;
  readonly onGrid: (targets: readonly Target[]) => void;
}

/** What can be done with a line of the list. */
export function RowMenu(props: RowMenuProps): ReactNode {
  const { state, treeRef, onClose } = props;
  const { t } = useTranslation();
  return (
    <Menu.Root onOpenChange={open => !open && onClose()} open={state !== undefined}>
      <Menu.Portal>
        <Menu.Positioner align="start" anchor={state?.anchor ?? null} side="bottom" sideOffset={2}>
          <Menu.Popup
            aria-label={t('find.actions', { name: state === undefined ? '' : nameOf(state.row) })}
            className="popup menu-popup"
            finalFocus={treeRef}
          >
            {state !== undefined && <Entries {...props} row={state.row} />}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Entries(props: RowMenuProps & { readonly row: Item }): ReactNode {
  const { row, context } = props;
  const { t } = useTranslation();
  const target = targetOf(row, context);
  const name = nameOf(row);
  return (
    <>
      {target === undefined ? (
        <Entry onClick={() => props.onFold(row)} text={t(row.expanded ? 'find.fold' : 'find.unfold')} />
      ) : (
        <TargetEntries {...props} target={target} />
      )}
      {row.type === 'workload' && (
        <Entry
          onClick={() => props.onGrid(targetsIn(row.workload.pods, context))}
          text={t('several.openGrid')}
        />
      )}
      {name !== '' && <CopyEntry label={t('find.copyName')} onSay={props.onSay} text={name} />}
    </>
  );
}

function TargetEntries(props: RowMenuProps & { readonly row: Item; readonly target: Target }): ReactNode {
  const { row, target, isPinned, onSay } = props;
  const { t } = useTranslation();
  const hasDebug = useDebugImages() !== undefined && kindOf(row) !== 'ephemeral';
  const link = new URL(formatDeepLink(target), location.href).href;
  return (
    <>
      <Entry onClick={() => props.onOpenRow(row)} text={t('find.open')} />
      <Entry
        keys="P"
        onClick={() => props.onPinRow(row)}
        text={t(isPinned(target) ? 'find.unpin' : 'find.pin')}
      />
      <Entry onClick={() => props.onLog(target)} text={t('logs.openShort')} />
      {row.type === 'pod' && row.pod.containers.length > 1 && (
        <Entry
          onClick={() => props.onLog({ ...target, container: undefined })}
          text={t('logs.openAllShort')}
        />
      )}
      {hasDebug && <Entry onClick={() => pageDebug.ask(target)} text={t('debug.menu')} />}
      <Menu.Separator className="menu-separator" />
      <CopyEntry label={t('find.copyLink')} onSay={onSay} text={link} />
      <CopyEntry label={t('find.copyKubectl')} onSay={onSay} text={execCommand(target)} />
    </>
  );
}

interface EntryProps {
  readonly text: string;
  readonly keys?: string;
  readonly onClick: () => void;
}

function Entry({ text, keys, onClick }: EntryProps): ReactNode {
  return (
    <Menu.Item aria-keyshortcuts={keys} className="menu-item" onClick={onClick}>
      <span className="menu-item-text">{text}</span>
      {keys !== undefined && (
        <span aria-hidden="true" className="menu-item-keys">
          {keys}
        </span>
      )}
    </Menu.Item>
  );
}

interface CopyEntryProps {
  readonly label: string;
  readonly text: string;
  readonly onSay: (text: string) => void;
}

function CopyEntry({ label, text, onSay }: CopyEntryProps): ReactNode {
  const { t } = useTranslation();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => onSay(t('find.copiedText', { text })),
      () => onSay(t('find.copyFailed')),
    );
  return <Entry onClick={() => void copy()} text={label} />;
}
