import type { DockviewApi } from 'dockview-react';
import type { TFunction } from 'i18next';
import type { Command } from '../commands/command-registry.ts';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import {
  type Direction,
  focusGroup,
  moveTab,
  resizeGroup,
  showNextTab,
  showTab,
  toggleMaximized,
} from './layout-actions.ts';

/** What the workspace lets commands do. */
export interface LayoutControls {
  readonly api: DockviewApi | undefined;
  readonly tabs: TerminalTabs;
  readonly requestClose: (id: string) => void;
  readonly rename: (id: string) => void;
  readonly popOut: (id: string) => void;
}

const directions: readonly (readonly [Direction, string])[] = [
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight'],
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown'],
];

const focusKeys = {
  left: 'layout.focusLeft',
  right: 'layout.focusRight',
  up: 'layout.focusUp',
  down: 'layout.focusDown',
} as const;

const moveKeys = {
  left: 'layout.moveLeft',
  right: 'layout.moveRight',
  up: 'layout.moveUp',
  down: 'layout.moveDown',
} as const;

/** The commands for tabs and splits. Shells see Ctrl+Shift as Ctrl, or not at all: nothing here is taken from them. */
export function layoutCommands(controls: LayoutControls, t: TFunction): readonly Command[] {
  return [...tabCommands(controls, t), ...splitCommands(controls, t), ...groupCommands(controls, t)];
}

function tabCommands(controls: LayoutControls, t: TFunction): readonly Command[] {
  const { api, tabs, requestClose, rename, popOut } = controls;
  const onPanel = panelCommand(tabs);
  const onTerminal = terminalCommand(tabs);
  return [
    onPanel('layout.nextTab', t('layout.nextTab'), 'Ctrl+Shift+PageDown', () => api && showNextTab(api, 1)),
    onPanel(
      'layout.previousTab',
      t('layout.previousTab'),
      'Ctrl+Shift+PageUp',
      () => api && showNextTab(api, -1),
    ),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(number => ({
      ...onPanel(
        `layout.tab${number}`,
        t('layout.tabNumber', { number }),
        `Ctrl+Shift+${number}`,
        () => api && showTab(api, number),
      ),
      series: { title: () => t('layout.tabNumber', { number: '1–9' }), shortcut: 'Ctrl+Shift+1–9' },
    })),
    onTerminal('layout.rename', t('layout.rename'), undefined, rename),
    onTerminal('layout.popOut', t('layout.popOut'), undefined, popOut),
    onPanel('layout.close', t('layout.close'), 'Ctrl+Shift+Backspace', requestClose),
  ];
}

function splitCommands({ tabs }: LayoutControls, t: TFunction): readonly Command[] {
  const onTerminal = terminalCommand(tabs);
  const open = (direction: 'within' | 'right' | 'below') => (id: string) => {
    const tab = tabs.find(id);
    if (tab !== undefined) tabs.open(tab.target, { place: { beside: id, direction } });
  };
  return [
    onTerminal('layout.duplicate', t('layout.duplicate'), 'Ctrl+Shift+D', open('within')),
    onTerminal('layout.splitRight', t('layout.splitRight'), 'Ctrl+Shift+E', open('right')),
    onTerminal('layout.splitDown', t('layout.splitDown'), 'Ctrl+Shift+O', open('below')),
    onTerminal('logs.open', t('logs.open'), 'Ctrl+Shift+L', id => openLog(tabs, id, 'container')),
    onTerminal('logs.openPod', t('logs.openPod'), undefined, id => openLog(tabs, id, 'pod')),
  ];
}

function openLog(tabs: TerminalTabs, id: string, of: 'container' | 'pod'): void {
  const target = tabs.find(id)?.target;
  if (target === undefined) return;
  const container = of === 'container' ? target.container : undefined;
  tabs.openLog({ ...target, container }, { place: { beside: id, direction: 'below' } });
}

function groupCommands({ api, tabs }: LayoutControls, t: TFunction): readonly Command[] {
  const onPanel = panelCommand(tabs);
  return [
    ...directions.map(([direction, key]) =>
      onPanel(
        focusKeys[direction],
        t(focusKeys[direction]),
        `Ctrl+Shift+${key}`,
        () => api && focusGroup(api, direction),
      ),
    ),
    ...directions.map(([direction, key]) =>
      onPanel(
        moveKeys[direction],
        t(moveKeys[direction]),
        `Ctrl+Alt+Shift+${key}`,
        () => api && moveTab(api, direction),
      ),
    ),
    ...(['wider', 'narrower', 'taller', 'lower'] as const).map(change =>
      onPanel(`layout.${change}`, t(`layout.${change}`), undefined, () => api && resizeGroup(api, change)),
    ),
    onPanel('layout.maximise', t('layout.maximise'), 'Ctrl+Shift+Enter', () => api && toggleMaximized(api)),
  ];
}

type Run = (activeId: string) => void;
type MakeCommand = (id: string, title: string, shortcut: string | undefined, run: Run) => Command;

/** A command on the active tab, whatever it shows. */
function panelCommand(tabs: TerminalTabs): MakeCommand {
  return (id, title, shortcut, run) => ({
    id,
    group: 'layout',
    title: () => title,
    ...(shortcut !== undefined && { shortcuts: [shortcut] }),
    isEnabled: () => tabs.snapshot().activeId !== undefined,
    run: () => {
      const { activeId } = tabs.snapshot();
      if (activeId !== undefined) run(activeId);
    },
  });
}

/** A command on the active tab where it is a terminal's. */
function terminalCommand(tabs: TerminalTabs): MakeCommand {
  const onPanel = panelCommand(tabs);
  return (...args) => ({
    ...onPanel(...args),
    isEnabled: () => tabs.find(tabs.snapshot().activeId ?? '') !== undefined,
  });
}
