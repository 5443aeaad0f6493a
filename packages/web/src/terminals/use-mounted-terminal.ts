import type { MountedTerminal } from '@podbay/client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { mountedTerminals } from './mounted-terminals.ts';
import { closeTerminal, openTerminal } from './open-terminal.ts';
import type { TerminalTabs } from './terminal-tabs.ts';
import type { TerminalToolState } from './use-terminal-tools.ts';

export interface MountedTerminalOptions {
  readonly tabs: TerminalTabs;
  /** Of the tab. */
  readonly id: string;
  readonly tools: TerminalToolState;
}

/** Opens the tab's terminal in `host` for as long as the component is there; then the session is ended or left. */
export function useMountedTerminal(
  host: RefObject<HTMLElement | null>,
  { tabs, id, tools }: MountedTerminalOptions,
): MountedTerminal | undefined {
  const [mounted, setMounted] = useState<MountedTerminal>();
  const offered = useRef(tools);
  useEffect(() => {
    const tab = tabs.find(id);
    if (host.current === null || tab === undefined) return;
    const opened = openTerminal(host.current, { tabs, tab, tools: offered.current });
    setMounted(opened);
    const forget = mountedTerminals.add(id, opened);
    const stopAsking = askBeforeLeaving(() => opened.session.unsentBytes > 0);
    return () => {
      setMounted(undefined);
      forget();
      stopAsking();
      if (tabs.isLeft(id) || tabs.find(id)?.session === opened.session.id) opened.dispose();
      else void closeTerminal(opened);
    };
  }, [host, tabs, id]);
  return mounted;
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
