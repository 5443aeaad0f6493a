import type { IDockviewPanelHeaderProps, IDockviewPanelProps } from 'dockview-react';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { BroadcastFrame } from '../broadcast/broadcast-frame.tsx';
import type { PanelPlace } from '../layout/panel-place.ts';
import { type LogTab, logLabel } from '../logs/log-tab.ts';
import { Icon } from '../parts/icons.tsx';
import { Middle } from '../parts/middle.tsx';
import { TabClose } from './tab-close.tsx';
import type { TabAction } from './tab-menu.tsx';
import { TerminalPanel } from './terminal-panel.tsx';
import { TerminalTabView } from './terminal-tab-view.tsx';
import type { TerminalTab } from './terminal-tabs.ts';
import { useWorkspace } from './workspace-context.ts';

const LogPanel = lazy(() => import('../logs/log-panel.tsx'));

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

/** What a log's tab shows. */
export function LogContent({ api }: IDockviewPanelProps): ReactNode {
  const log = useLog(api.id);
  return (
    log && (
      <Suspense fallback={<div className="opening" />}>
        <LogPanel panel={api} source={log.source} />
      </Suspense>
    )
  );
}

/** A log's tab. */
export function LogTabView({ api }: IDockviewPanelHeaderProps): ReactNode {
  const { t } = useTranslation();
  const log = useLog(api.id);
  if (log === undefined) return null;
  const label = logLabel(log.source);
  return (
    <div className="terminal-tab" title={`${t('logs.tabLabel', { name: label })}\n${log.source.namespace}`}>
      <Icon name="log" size={14} />
      <Middle className="terminal-tab-title" text={label} />
      <TabClose name={t('terminal.closeTab', { title: label })} />
    </div>
  );
}

function useLog(id: string): LogTab | undefined {
  const { tabs } = useWorkspace();
  const { logs } = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  return logs.find(log => log.id === id);
}

/** A terminal's tab. */
export function Tab({ api }: IDockviewPanelHeaderProps): ReactNode {
  const { tabs, renamingId, rename } = useWorkspace();
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
  const place = { beside: id, direction: 'below' } as const;
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
    [
      { label: t('logs.open'), run: () => tabs.openLog(target, { place }) },
      { label: t('logs.openPod'), run: () => tabs.openLog({ ...target, container: undefined }, { place }) },
    ],
    [{ label: t('layout.close'), run: () => requestClose(id) }],
  ];
}
