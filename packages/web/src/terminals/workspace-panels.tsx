import type { IDockviewPanelHeaderProps, IDockviewPanelProps } from 'dockview-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { BroadcastFrame } from '../broadcast/broadcast-frame.tsx';
import type { PanelPlace } from '../layout/panel-place.ts';
import type { TabAction } from './tab-menu.tsx';
import { TerminalPanel } from './terminal-panel.tsx';
import { TerminalTabView } from './terminal-tab-view.tsx';
import type { TerminalTab } from './terminal-tabs.ts';
import { useWorkspace } from './workspace-context.ts';

/** What a terminal's tab shows. */
export function Panel({ api }: IDockviewPanelProps): ReactNode {
  const { tabs } = useWorkspace();
  const { tab, isActive } = useTab(api.id);
  if (tab === undefined) return null;
  return (
    <BroadcastFrame tabId={tab.id}>
      <TerminalPanel isActive={isActive} key={tab.run} tab={tab} tabs={tabs} />
    </BroadcastFrame>
  );
}

/** A terminal's tab. */
export function Tab({ api }: IDockviewPanelHeaderProps): ReactNode {
  const { tabs, renamingId, rename, requestClose } = useWorkspace();
  const { tab, isActive } = useTab(api.id);
  const actions = useActions(tab);
  if (tab === undefined) return null;
  const setName = (name: string | undefined) => {
    rename(undefined);
    if (name !== undefined) tabs.update(tab.id, { name });
  };
  return (
    <TerminalTabView
      actions={actions}
      isActive={isActive}
      isRenaming={renamingId === tab.id}
      onClose={() => requestClose(tab.id)}
      onName={setName}
      tab={tab}
    />
  );
}

function useTab(id: string): { readonly tab: TerminalTab | undefined; readonly isActive: boolean } {
  const { tabs } = useWorkspace();
  const { tabs: all, activeId } = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  return { tab: all.find(candidate => candidate.id === id), isActive: activeId === id };
}

function useActions(tab: TerminalTab | undefined): readonly (readonly TabAction[])[] {
  const { t } = useTranslation();
  const { tabs, rename, requestClose, popOut } = useWorkspace();
  if (tab === undefined) return [];
  const { id, target } = tab;
  const open = (direction: PanelPlace['direction']) => () => {
    tabs.open(target, { place: { beside: id, direction } });
  };
  return [
    [
      { label: t('layout.rename'), run: () => rename(id) },
      { label: t('layout.duplicate'), run: open('within') },
      { label: t('layout.splitRight'), run: open('right') },
      { label: t('layout.splitDown'), run: open('below') },
      { label: t('layout.popOut'), run: () => popOut(id) },
    ],
    [{ label: t('layout.close'), run: () => requestClose(id) }],
  ];
}
