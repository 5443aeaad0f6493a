import type { DockviewApi, GroupNavigationDirection, IDockviewPanel } from 'dockview-react';

/** Where the keyboard can go from a group. */
export type Direction = GroupNavigationDirection;

const splitPositions = { left: 'left', right: 'right', up: 'top', down: 'bottom' } as const;

/** Shows the tab `step` further in the group that has the keyboard; after the last comes the first. */
export function showNextTab(api: DockviewApi, step: 1 | -1): void {
  const { panels = [], activePanel } = api.activeGroup ?? {};
  if (activePanel === undefined) return;
  const index = panels.indexOf(activePanel) + step;
  panels.at(index % panels.length)?.api.setActive();
}

/** Shows the tab of this number, from 1, counted through all groups as they stand on the page. */
export function showTab(api: DockviewApi, number: number): void {
  panelsInOrder(api)[number - 1]?.api.setActive();
}

/** Gives the keyboard to the group that lies there. */
export function focusGroup(api: DockviewApi, direction: Direction): void {
  const group = api.activeGroup && api.adjacentGroupInDirection(api.activeGroup, direction);
  group?.activePanel?.api.setActive();
}

/** Moves the active tab into the group that lies there; where there is none, into a new one. */
export function moveTab(api: DockviewApi, direction: Direction): void {
  const { activePanel: panel, activeGroup: group } = api;
  if (panel === undefined || group === undefined) return;
  api.exitMaximizedGroup();
  const neighbour = api.adjacentGroupInDirection(group, direction);
  const target = api.groups.find(({ id }) => id === neighbour?.id);
  if (target !== undefined) panel.api.moveTo({ group: target });
  else if (group.panels.length > 1) panel.api.moveTo({ group, position: splitPositions[direction] });
}

/** How a group changes its size. */
export type SizeChange = 'wider' | 'narrower' | 'taller' | 'lower';

const sizeStepPx = 60;

/** Moves the line between the active group and those beside it. */
export function resizeGroup({ activeGroup }: DockviewApi, change: SizeChange): void {
  if (activeGroup === undefined) return;
  const { width, height, api } = activeGroup;
  const step = change === 'wider' || change === 'taller' ? sizeStepPx : -sizeStepPx;
  api.setSize(
    change === 'wider' || change === 'narrower' ? { width: width + step } : { height: height + step },
  );
}

/** Gives the active group the whole space, or all groups theirs again. */
export function toggleMaximized(api: DockviewApi): void {
  if (api.hasMaximizedGroup()) api.exitMaximizedGroup();
  else if (api.activePanel !== undefined) api.maximizeGroup(api.activePanel);
}

/** Row by row, from left to right, and in each group from the first tab to the last. */
function panelsInOrder(api: DockviewApi): readonly IDockviewPanel[] {
  const placed = api.groups.map(group => ({ group, box: group.element.getBoundingClientRect() }));
  placed.sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
  return placed.flatMap(({ group }) => group.panels);
}
