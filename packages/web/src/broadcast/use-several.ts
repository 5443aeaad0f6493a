import type { DockviewApi } from 'dockview-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import type { Command } from '../commands/command-registry.ts';
import { useCommands } from '../commands/use-commands.ts';
import { requestGrid } from '../layout/open-grid.ts';
import type { TerminalTab, TerminalTabs } from '../terminals/terminal-tabs.ts';
import type { TerminalSet } from './choose-dialog.tsx';
import { pageBroadcast, stopShortcut } from './page-broadcast.ts';
import { siblingsOf, targetsIn } from './workload-pods.ts';

/** What can be done with several terminals. */
export interface Several {
  readonly isChoosing: boolean;
  readonly sets: readonly TerminalSet[];
  readonly stopChoosing: () => void;
}

/** Offers what can be done with several terminals at once, as commands. */
export function useSeveral(layout: DockviewApi | undefined, tabs: TerminalTabs): Several {
  const { t } = useTranslation();
  const [isChoosing, setChoosing] = useState(false);
  const active = () => tabs.find(tabs.snapshot().activeId ?? '');
  const groupIds = () => layout?.activeGroup?.panels.map(({ id }) => id) ?? [];
  const workloadIds = async () => await findWorkloadIds(tabs, active());
  useCommands(
    severalCommands(
      {
        hasActive: () => active() !== undefined,
        choose: () => setChoosing(true),
        sendToGroup: () => pageBroadcast.choose(groupIds()),
        sendToWorkload: async () => pageBroadcast.choose(await workloadIds()),
        openWorkload: async () => await openWorkload(tabs, active()),
      },
      t,
    ),
  );
  const terminalIds = () => tabs.snapshot().tabs.map(({ id }) => id);
  const connected = (ids: readonly string[]) => ids.filter(id => tabs.find(id)?.state.type === 'attached');
  return {
    isChoosing,
    stopChoosing: () => setChoosing(false),
    sets: [
      { label: t('several.all'), find: async () => connected(terminalIds()) },
      { label: t('several.none'), find: async () => [] },
      { label: t('several.ofGroup'), find: async () => connected(groupIds()) },
      { label: t('several.ofWorkload'), find: async () => connected(await workloadIds()) },
    ],
  };
}

interface SeveralActions {
  readonly hasActive: () => boolean;
  readonly choose: () => void;
  readonly sendToGroup: () => void;
  readonly sendToWorkload: () => Promise<void>;
  readonly openWorkload: () => Promise<void>;
}

function severalCommands(actions: SeveralActions, t: TFunction): readonly Command[] {
  const group = 'several';
  const isEnabled = actions.hasActive;
  const isSending = () => pageBroadcast.snapshot().receivers.size > 0;
  return [
    {
      id: 'several.choose',
      group,
      title: () => t('several.choose'),
      shortcuts: ['Ctrl+Shift+B'],
      isEnabled,
      run: actions.choose,
    },
    {
      id: 'several.stop',
      group,
      title: () => t('several.stop'),
      shortcuts: [stopShortcut],
      isEnabled: isSending,
      run: () => pageBroadcast.stop(),
    },
    { id: 'several.group', group, title: () => t('several.group'), isEnabled, run: actions.sendToGroup },
    {
      id: 'several.workload',
      group,
      title: () => t('several.workload'),
      isEnabled,
      run: () => void actions.sendToWorkload(),
    },
    {
      id: 'several.openWorkload',
      group,
      title: () => t('several.openWorkload'),
      isEnabled,
      run: () => void actions.openWorkload(),
    },
  ];
}

/** The terminals that are open in pods of the same workload. Where the pods can't be listed: those of the same pod. */
async function findWorkloadIds(tabs: TerminalTabs, tab: TerminalTab | undefined): Promise<readonly string[]> {
  if (tab === undefined) return [];
  const { context, namespace, pod } = tab.target;
  const pods = await api.pods({ context, namespace }).catch(() => []);
  const names = new Set([pod, ...siblingsOf(pods, pod).map(({ name }) => name)]);
  const { tabs: all } = tabs.snapshot();
  return all
    .filter(
      ({ target }) => target.context === context && target.namespace === namespace && names.has(target.pod),
    )
    .map(({ id }) => id);
}

async function openWorkload(tabs: TerminalTabs, tab: TerminalTab | undefined): Promise<void> {
  if (tab === undefined) return;
  const { context, namespace, pod, container } = tab.target;
  const pods = await api.pods({ context, namespace }).catch(() => []);
  requestGrid(tabs, targetsIn(siblingsOf(pods, pod), context, container));
}
