import type { DebugContainer } from '@podbay/protocol';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../commands/use-commands.ts';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import { pageDebug, useDebugImages } from './page-debug.ts';

const DebugDialog = lazy(() => import('./debug-dialog.tsx'));

/** The command for a debug container beside the container in use, and the dialog that it and the list's menu open. */
export function DebugRequests({ tabs }: { readonly tabs: TerminalTabs }): ReactNode {
  const { t } = useTranslation();
  const known = useDebugImages();
  const asked = useSyncExternalStore(pageDebug.subscribe, pageDebug.asked);
  const active = () => tabs.find(tabs.snapshot().activeId ?? '')?.target;
  useCommands([
    {
      id: 'terminal.debug',
      group: 'terminal',
      title: () => t('debug.command'),
      isEnabled: () => known !== undefined && active() !== undefined,
      run: () => pageDebug.ask(active()),
    },
  ]);
  if (known === undefined || asked === undefined) return null;
  const close = () => pageDebug.ask(undefined);
  const open = ({ container, processes }: DebugContainer) => {
    close();
    tabs.open({ ...asked, container }, { debug: { beside: asked.container, processes } });
  };
  return (
    <Suspense fallback={null}>
      <DebugDialog known={known} onClose={close} onStarted={open} target={asked} />
    </Suspense>
  );
}
