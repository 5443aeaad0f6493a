import type { MountedTerminal } from '@podbay/client';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../settings/theme.ts';
import { closeTerminal, openTerminal } from './open-terminal.ts';
import { RefusalCard } from './refusal-card.tsx';
import { StatusLine } from './status-line.tsx';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { terminalThemes } from './terminal-themes.ts';

export interface TerminalPanelProps {
  readonly tabs: TerminalTabs;
  readonly tab: TerminalTab;
  readonly isActive: boolean;
}

const noticeMs = 12_000;

/** What a tab shows: the terminal, how it is, and, where it could not be opened, why. */
export function TerminalPanel({ tabs, tab, isActive }: TerminalPanelProps): ReactNode {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedTerminal>(undefined);
  const [notice, showNotice] = useNotice();
  const { id, target, state } = tab;
  const theme = useTheme();

  useEffect(() => {
    if (host.current === null) return;
    const session = tabs.find(id)?.session;
    const opened = openTerminal(host.current, {
      tabs,
      tab: { id, target, session },
      handleNotice: showNotice,
    });
    mounted.current = opened;
    return () => {
      mounted.current = undefined;
      void closeTerminal(opened);
    };
  }, [tabs, id, target, showNotice]);

  useEffect(() => {
    if (mounted.current !== undefined) mounted.current.terminal.options.theme = terminalThemes[theme];
  }, [theme]);

  useEffect(() => {
    if (isActive) mounted.current?.focus();
  }, [isActive]);

  const refusal =
    state.type === 'ended' && state.ending.type === 'refused' ? state.ending.refusal : undefined;
  const reopen = () => tabs.reopen(id);
  return (
    <section
      aria-label={t('terminal.label', { pod: target.pod, container: target.container })}
      className="terminal-panel"
    >
      <div className="terminal-stage">
        <div className="terminal-host" hidden={refusal !== undefined} ref={host} />
        {refusal !== undefined && <RefusalCard onRetry={reopen} refusal={refusal} target={target} />}
      </div>
      <StatusLine
        notice={notice}
        onOpenAgain={reopen}
        onRetry={() => mounted.current?.session.retry()}
        state={state}
      />
    </section>
  );
}

function useNotice(): [string | undefined, (text: string) => void] {
  const [notice, setNotice] = useState<{ readonly text: string }>();
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), noticeMs);
    return () => clearTimeout(timer);
  }, [notice]);
  const show = useCallback((text: string) => setNotice({ text }), []);
  return [notice?.text, show];
}
