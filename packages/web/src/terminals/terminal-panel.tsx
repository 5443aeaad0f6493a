import type { MountedTerminal } from '@podbay/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../settings/theme.ts';
import { mountedTerminals } from './mounted-terminals.ts';
import { NoticeBar } from './notice-bar.tsx';
import { closeTerminal, openTerminal } from './open-terminal.ts';
import { RefusalCard } from './refusal-card.tsx';
import type { SessionNotice } from './session-notice.ts';
import { StatusLine } from './status-line.tsx';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { terminalThemes } from './terminal-themes.ts';

export interface TerminalPanelProps {
  readonly tabs: TerminalTabs;
  readonly tab: TerminalTab;
  readonly isActive: boolean;
}

/** What a tab shows: the terminal, how it is, and, where it could not be opened, why. */
export function TerminalPanel({ tabs, tab, isActive }: TerminalPanelProps): ReactNode {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedTerminal>(undefined);
  const [notice, setNotice] = useState<SessionNotice>();
  const { id, target, state, viewers } = tab;
  const theme = useTheme();

  useEffect(() => {
    if (host.current === null) return;
    const tab = tabs.find(id);
    if (tab === undefined) return;
    const opened = openTerminal(host.current, { tabs, tab, handleNotice: setNotice });
    mounted.current = opened;
    const forget = mountedTerminals.add(id, opened);
    const stopAsking = askBeforeLeaving(() => opened.session.unsentBytes > 0);
    return () => {
      mounted.current = undefined;
      forget();
      stopAsking();
      if (tabs.isLeft(id) || tabs.find(id)?.session === opened.session.id) opened.dispose();
      else void closeTerminal(opened);
    };
  }, [tabs, id]);

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
      <NoticeBar notice={notice} onDismiss={() => setNotice(undefined)} />
      <div className="terminal-stage">
        <div className="terminal-host" hidden={refusal !== undefined} ref={host} />
        {refusal !== undefined && <RefusalCard onRetry={reopen} refusal={refusal} target={target} />}
      </div>
      <StatusLine
        onComeBack={() => tabs.comeBack(id)}
        onOpenAgain={reopen}
        onRetry={() => mounted.current?.session.retry()}
        state={state}
        viewers={viewers}
      />
    </section>
  );
}

/** Lets the browser ask before it throws away what was typed and could not be sent yet. Returns the function that stops it. */
function askBeforeLeaving(hasUnsent: () => boolean): () => void {
  const listening = new AbortController();
  const handleLeave = (event: BeforeUnloadEvent) => {
    if (hasUnsent()) event.preventDefault();
  };
  window.addEventListener('beforeunload', handleLeave, { signal: listening.signal });
  return () => listening.abort();
}
