import type { AddPanelPositionOptions, DockviewApi, Orientation, SerializedDockview } from 'dockview-react';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import { type Layout, repairLayout } from './kept-layout.ts';
import type { PanelPlace } from './panel-place.ts';

/** One panel that there is to be. */
interface Wanted {
  readonly id: string;
  readonly component: 'terminal' | 'log';
  /** Its name in words, for assistive technology. */
  readonly title: string;
  readonly place: PanelPlace | undefined;
}

/** How panels are called. */
export interface PanelNames {
  readonly ofTerminal: (tab: NonNullable<ReturnType<TerminalTabs['find']>>) => string;
  readonly ofLog: (log: ReturnType<TerminalTabs['snapshot']>['logs'][number]) => string;
}

/**
 * Makes the layout library's panels follow the tabs, and the tabs follow what the user does to the panels. Returns the
 * function that stops it.
 *
 * First it lays the panels out as they were; from then on each change of the layout is kept.
 */
export function joinPanels(api: DockviewApi, tabs: TerminalTabs, names: PanelNames): () => void {
  const wanted = () => wantedPanels(tabs, names);
  if (api.panels.length === 0) restore(api, tabs, wanted());
  const follow = () => followTabs(api, tabs, wanted());
  follow();
  const unsubscribe = tabs.subscribe(follow);
  const subscriptions = [
    api.onDidRemovePanel(panel => tabs.close(panel.id)),
    api.onDidActivePanelChange(event => tabs.activate(event.panel?.id)),
    api.onDidLayoutChange(() => tabs.layout.keep(currentLayout(api))),
  ];
  return () => {
    unsubscribe();
    for (const subscription of subscriptions) subscription.dispose();
  };
}

function wantedPanels(tabs: TerminalTabs, { ofTerminal, ofLog }: PanelNames): readonly Wanted[] {
  const { tabs: terminals, logs } = tabs.snapshot();
  return [
    ...terminals.map(
      tab => ({ id: tab.id, component: 'terminal', title: ofTerminal(tab), place: tab.place }) as const,
    ),
    ...logs.map(log => ({ id: log.id, component: 'log', title: ofLog(log), place: log.place }) as const),
  ];
}

function restore(api: DockviewApi, tabs: TerminalTabs, wanted: readonly Wanted[]): void {
  const layout = repairLayout(tabs.layout.value, new Set(wanted.map(({ id }) => id)));
  if (layout === undefined) return;
  try {
    api.fromJSON(serialize(layout, wanted));
  } catch {
    // The library does not take it: the panels are there all the same, as tabs of one group.
    api.clear();
  }
}

function serialize(
  { root, orientation, width, height }: Layout,
  wanted: readonly Wanted[],
): SerializedDockview {
  const laidOut = new Set(viewsOf(root));
  const panels = wanted
    .filter(({ id }) => laidOut.has(id))
    .map(({ id, component, title }) => [
      id,
      { id, contentComponent: component, tabComponent: component, title },
    ]);
  const grid = { root, orientation: orientation as Orientation, width, height };
  // Its types know no readonly.
  return structuredClone({ grid, panels: Object.fromEntries(panels) }) as unknown as SerializedDockview;
}

function viewsOf(node: Layout['root']['data'][number]): readonly string[] {
  return node.type === 'leaf' ? node.data.views : node.data.flatMap(viewsOf);
}

/** Where the panels are now: no titles, which programs choose. */
function currentLayout(api: DockviewApi): object {
  const { root, orientation, width, height } = api.toJSON().grid;
  return { root, orientation, width, height };
}

function followTabs(api: DockviewApi, tabs: TerminalTabs, wanted: readonly Wanted[]): void {
  const ids = new Set(wanted.map(({ id }) => id));
  for (const panel of api.panels) if (!ids.has(panel.id)) api.removePanel(panel);
  for (const one of wanted) {
    const panel = api.getPanel(one.id);
    if (panel === undefined) addPanel(api, one);
    else if (panel.title !== one.title) panel.api.setTitle(one.title);
  }
  const { activeId } = tabs.snapshot();
  if (activeId !== undefined && api.activePanel?.id !== activeId) api.getPanel(activeId)?.api.setActive();
}

function addPanel(api: DockviewApi, { id, component, title, place }: Wanted): void {
  const position = positionOf(api, place);
  if (position !== undefined) api.exitMaximizedGroup();
  api.addPanel({ id, component, tabComponent: component, title, ...(position && { position }) });
}

function positionOf(api: DockviewApi, place: PanelPlace | undefined): AddPanelPositionOptions | undefined {
  const reference = place === undefined ? undefined : api.getPanel(place.beside);
  if (place === undefined || reference === undefined) return undefined;
  if (place.direction !== 'within') return { referencePanel: reference, direction: place.direction };
  const index = reference.group.panels.indexOf(reference) + 1;
  return { referencePanel: reference, direction: 'within', index };
}
