import type { Snippet } from '@podbay/protocol';
import { lazy, type ReactNode, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '../commands/command-registry.ts';
import { useCommands } from '../commands/use-commands.ts';
import { HeldKeys } from '../parts/held-keys.tsx';
import { mountedTerminals } from '../terminals/mounted-terminals.ts';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import { insertSnippet } from './insert-snippet.ts';
import { configuredSnippets, ownSnippets } from './page-snippets.ts';
import type { SnippetsView } from './snippets-dialog.tsx';
import { findPlaceholders } from './template.ts';

const SnippetsDialog = lazy(() => import('./snippets-dialog.tsx'));

/** Offers the snippets as commands for the terminal that has the keyboard, and shows their dialog. */
export function SnippetCommands({ tabs }: { readonly tabs: TerminalTabs }): ReactNode {
  const { t } = useTranslation();
  const own = useSyncExternalStore(ownSnippets.subscribe, ownSnippets.snapshot);
  const configured = useConfigured();
  const [view, setView] = useState<SnippetsView>();
  const active = () => mountedTerminals.snapshot().get(tabs.snapshot().activeId ?? '');
  const isEnabled = () => active() !== undefined;
  const insert = (command: string, options: { readonly run: boolean }) => {
    setView(undefined);
    const terminal = active();
    if (terminal !== undefined) void insertSnippet(terminal, command, options);
  };
  const pick = (snippet: Snippet) => {
    if (findPlaceholders(snippet.text).length === 0) insert(snippet.text, { run: false });
    else setView({ type: 'fill', snippet });
  };
  const close = () => {
    setView(undefined);
    active()?.focus();
  };
  const each = [...own, ...configured].map(
    (snippet, index): Command => ({
      id: `snippets.${index}`,
      group: 'terminal',
      title: () => t('snippets.insertNamed', { name: snippet.name }),
      isEnabled,
      run: () => pick(snippet),
    }),
  );
  useCommands([
    {
      id: 'snippets.open',
      group: 'terminal',
      title: () => t('snippets.open'),
      shortcuts: ['Ctrl+Shift+S'],
      isEnabled,
      run: () => setView({ type: 'list' }),
    },
    ...each,
  ]);
  return (
    view !== undefined && (
      <Suspense fallback={<HeldKeys label={t('snippets.title')} />}>
        <SnippetsDialog configured={configured} onClose={close} onInsert={insert} start={view} />
      </Suspense>
    )
  );
}

function useConfigured(): readonly Snippet[] {
  const [snippets, setSnippets] = useState<readonly Snippet[]>([]);
  useEffect(() => {
    void configuredSnippets().then(setSnippets);
  }, []);
  return snippets;
}
