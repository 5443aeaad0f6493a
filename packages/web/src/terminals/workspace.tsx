import '@xterm/xterm/css/xterm.css';
import 'dockview-react/dist/styles/dockview.css';
import './workspace.css';
import {
  type DockviewApi,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import { CloseDialog } from './close-dialog.tsx';
import { TerminalPanel } from './terminal-panel.tsx';
import { TerminalTabView, tabLabel } from './terminal-tab-view.tsx';
import { isLive, type TerminalTabs } from './terminal-tabs.ts';

interface Workspace {
  readonly tabs: TerminalTabs;
  readonly requestClose: (id: string) => void;
}

// The layout library renders panels and tabs; this is how they reach what they show.
const WorkspaceContext = createContext<Workspace | undefined>(undefined);

const theme = { name: 'podbay', className: 'dockview-theme-podbay' };
const components = { terminal: Panel };
const tabComponents = { terminal: Tab };

/** All terminals, as tabs that can be dragged side by side. */
export default function TerminalWorkspace({ tabs }: { readonly tabs: TerminalTabs }): ReactNode {
  const [api, setApi] = useState<DockviewApi>();
  const [closingId, setClosingId] = useState<string>();
  const snapshot = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  useLayout(api, tabs);
  const workspace = useMemo<Workspace>(() => {
    const requestClose = (id: string) => {
      const tab = tabs.find(id);
      if (tab !== undefined && isLive(tab)) setClosingId(id);
      else tabs.close(id);
    };
    return { tabs, requestClose };
  }, [tabs]);
  const confirmClose = () => {
    setClosingId(undefined);
    if (closingId !== undefined) tabs.close(closingId);
  };
  const leave = () => {
    setClosingId(undefined);
    if (closingId !== undefined) tabs.leave(closingId);
  };
  return (
    <WorkspaceContext value={workspace}>
      <DockviewReact
        components={components}
        disableFloatingGroups
        noPanelsOverlay="emptyGroup"
        onReady={({ api: ready }: DockviewReadyEvent) => setApi(ready)}
        tabComponents={tabComponents}
        theme={theme}
      />
      <CloseDialog
        onCancel={() => setClosingId(undefined)}
        onConfirm={confirmClose}
        onLeave={leave}
        tab={snapshot.tabs.find(tab => tab.id === closingId)}
      />
    </WorkspaceContext>
  );
}

/** Makes the layout's panels follow the tabs, and the tabs follow what the user does to the layout. */
function useLayout(api: DockviewApi | undefined, tabs: TerminalTabs): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (api === undefined) return;
    const follow = () => followTabs(api, tabs, tab => tabLabel(tab, t));
    follow();
    const unsubscribe = tabs.subscribe(follow);
    const subscriptions = [
      api.onDidRemovePanel(panel => tabs.close(panel.id)),
      api.onDidActivePanelChange(event => tabs.activate(event.panel?.id)),
    ];
    return () => {
      unsubscribe();
      for (const subscription of subscriptions) subscription.dispose();
    };
  }, [api, tabs, t]);
}

type Label = (tab: NonNullable<ReturnType<TerminalTabs['find']>>) => string;

function followTabs(api: DockviewApi, tabs: TerminalTabs, label: Label): void {
  const { tabs: wanted, activeId } = tabs.snapshot();
  for (const panel of api.panels) if (tabs.find(panel.id) === undefined) api.removePanel(panel);
  for (const tab of wanted) {
    const panel = api.getPanel(tab.id);
    const title = label(tab);
    if (panel === undefined)
      api.addPanel({ id: tab.id, component: 'terminal', tabComponent: 'terminal', title });
    else if (panel.title !== title) panel.api.setTitle(title);
  }
  if (activeId !== undefined && api.activePanel?.id !== activeId) api.getPanel(activeId)?.api.setActive();
}

function Panel({ api }: IDockviewPanelProps): ReactNode {
  const { tabs } = useWorkspace();
  const { tabs: all, activeId } = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  const tab = all.find(candidate => candidate.id === api.id);
  return tab === undefined ? null : (
    <TerminalPanel isActive={activeId === tab.id} key={tab.run} tab={tab} tabs={tabs} />
  );
}

function Tab({ api }: IDockviewPanelHeaderProps): ReactNode {
  const { tabs, requestClose } = useWorkspace();
  const { tabs: all, activeId } = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  const tab = all.find(candidate => candidate.id === api.id);
  if (tab === undefined) return null;
  return <TerminalTabView isActive={activeId === tab.id} onClose={() => requestClose(tab.id)} tab={tab} />;
}

function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === undefined) throw new Error('rendered outside of the workspace');
  return workspace;
}
