import '@xterm/xterm/css/xterm.css';
import 'dockview-react/dist/styles/dockview.css';
import './workspace.css';
import { type DockviewApi, DockviewReact, type DockviewReadyEvent } from 'dockview-react';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BroadcastNote } from '../broadcast/broadcast-note.tsx';
import { ChooseDialog } from '../broadcast/choose-dialog.tsx';
import { useSeveral } from '../broadcast/use-several.ts';
import { useCommands } from '../commands/use-commands.ts';
import { layoutCommands } from '../layout/layout-commands.ts';
import { joinPanels } from '../layout/panels.ts';
import { logLabel } from '../logs/log-tab.ts';
import { SnippetCommands } from '../snippets/snippet-commands.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { listenOnTabs, type TabGestures } from './listen-on-tabs.ts';
import { mountedTerminals } from './mounted-terminals.ts';
import { popOut } from './pop-out.ts';
import { tabLabel } from './terminal-tab-view.tsx';
import type { TerminalTabs } from './terminal-tabs.ts';
import { useClose } from './use-close.ts';
import { clearAttention, watchAttention } from './watch-attention.ts';
import { type Workspace, WorkspaceContext } from './workspace-context.ts';
import { LogContent, LogTabView, Panel, Tab } from './workspace-panels.tsx';

const theme = { name: 'podbay', className: 'dockview-theme-podbay' };
const components = { terminal: Panel, log: LogContent };
const tabComponents = { terminal: Tab, log: LogTabView };

/** All terminals and logs, as tabs that can be dragged side by side. */
export default function TerminalWorkspace({ tabs }: { readonly tabs: TerminalTabs }): ReactNode {
  const { t } = useTranslation();
  const [api, setApi] = useState<DockviewApi>();
  const [renamingId, rename] = useState<string>();
  const { question, requestClose, ...answers } = useClose(tabs);
  usePanels(api, tabs);
  useAttention(api, tabs);
  const panels = useTabGestures({ close: requestClose, rename });
  const workspace: Workspace = {
    tabs,
    renamingId,
    rename,
    requestClose,
    popOut: id => popOut(tabs, id),
  };
  const several = useSeveral(api, tabs);
  useCommands(layoutCommands({ ...workspace, api }, t));
  return (
    <WorkspaceContext value={workspace}>
      <BroadcastNote tabs={tabs} />
      <div className="workspace-panels" ref={panels}>
        <DockviewReact
          components={components}
          disableFloatingGroups
          noPanelsOverlay="emptyGroup"
          onReady={({ api: ready }: DockviewReadyEvent) => setApi(ready)}
          tabComponents={tabComponents}
          theme={theme}
        />
      </div>
      <CloseDialog
        onCancel={answers.cancel}
        onConfirm={answers.confirm}
        onLeave={answers.leave}
        question={question}
      />
      <SnippetCommands tabs={tabs} />
      {several.isChoosing && <ChooseDialog onClose={several.stopChoosing} sets={several.sets} tabs={tabs} />}
    </WorkspaceContext>
  );
}

function usePanels(api: DockviewApi | undefined, tabs: TerminalTabs): void {
  const { t } = useTranslation();
  const names = useMemo(
    () => ({
      ofTerminal: (tab: Parameters<typeof tabLabel>[0]) => tabLabel(tab, t),
      ofLog: ({ source }: { readonly source: Parameters<typeof logLabel>[0] }) =>
        t('logs.tabLabel', { name: logLabel(source) }),
    }),
    [t],
  );
  useEffect(() => (api === undefined ? undefined : joinPanels(api, tabs, names)), [api, tabs, names]);
}

function useAttention(api: DockviewApi | undefined, tabs: TerminalTabs): void {
  useEffect(() => {
    if (api === undefined) return;
    const isVisible = (id: string) => api.getPanel(id)?.api.isVisible === true;
    const stop = watchAttention({ tabs, terminals: mountedTerminals, isVisible });
    // What can be seen is known a moment after the layout has changed.
    const clear = () => requestAnimationFrame(() => clearAttention(tabs, isVisible));
    const subscriptions = [api.onDidActivePanelChange(clear), api.onDidLayoutChange(clear)];
    return () => {
      stop();
      for (const subscription of subscriptions) subscription.dispose();
    };
  }, [api, tabs]);
}

/** Returns the element to put around the tabs. */
function useTabGestures(gestures: TabGestures): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  useEffect(() => {
    if (ref.current === null) return;
    return listenOnTabs(ref.current, {
      close: id => latest.current.close(id),
      rename: id => latest.current.rename(id),
    });
  }, []);
  return ref;
}
