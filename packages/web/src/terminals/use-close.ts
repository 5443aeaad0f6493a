import { useRef, useState } from 'react';
import { askForeground } from './ask-foreground.ts';
import type { CloseQuestion } from './close-dialog.tsx';
import { isLive, type TerminalTab, type TerminalTabs } from './terminal-tabs.ts';

/** How tabs are closed. */
export interface Closing {
  /** What is to be asked of the user now. */
  readonly question: CloseQuestion | undefined;
  /** Closes the tab, and asks first where that would end a program. */
  readonly requestClose: (id: string) => void;
  readonly confirm: () => void;
  /** Closes the tab and leaves the session to the others who look on. */
  readonly leave: () => void;
  readonly cancel: () => void;
}

/** Closes tabs: at once where only a prompt would be lost, else after a question. */
export function useClose(tabs: TerminalTabs): Closing {
  const [question, setQuestion] = useState<CloseQuestion>();
  const asking = useRef(new Set<string>());
  const ask = async (tab: TerminalTab) => {
    if (asking.current.has(tab.id)) return;
    asking.current.add(tab.id);
    const found = await findQuestion(tab);
    asking.current.delete(tab.id);
    if (found === undefined) tabs.close(tab.id);
    else if (tabs.find(tab.id) !== undefined) setQuestion(found);
  };
  const requestClose = (id: string) => {
    const tab = tabs.find(id);
    if (tab !== undefined && isLive(tab)) void ask(tab);
    else tabs.close(id);
  };
  const answer = (act: (id: string) => void) => () => {
    setQuestion(undefined);
    if (question !== undefined) act(question.tab.id);
  };
  return {
    question,
    requestClose,
    confirm: answer(id => tabs.close(id)),
    leave: answer(id => tabs.leave(id)),
    cancel: answer(() => {}),
  };
}

/** `undefined`: nothing that anybody would miss ends with the tab. */
async function findQuestion(tab: TerminalTab): Promise<CloseQuestion | undefined> {
  const foreground = tab.session === undefined ? undefined : await askForeground(tab.session);
  if (foreground?.type === 'prompt' && tab.viewers <= 1) return undefined;
  return { tab, program: foreground?.type === 'program' ? foreground.name : undefined };
}
