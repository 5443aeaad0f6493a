import type { MountedTerminal } from '@podbay/client';
import type { Target } from '@podbay/protocol';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { commandRegistry } from '../commands/command-registry.ts';
import { askForMenu } from '../terminal-actions/ask-for-menu.ts';
import { type TerminalActions, terminalActions } from '../terminal-actions/terminal-actions.ts';
import { terminalCommands } from '../terminal-actions/terminal-commands.ts';
import { TerminalMenu } from '../terminal-actions/terminal-menu.tsx';
import type { FindBarProps } from '../terminal-find/find-bar.tsx';
import { FindBarWaiting } from '../terminal-find/find-bar-waiting.tsx';
import type { PasteQuestion } from '../terminal-paste/use-paste-question.ts';
import type { TerminalToolState } from './use-terminal-tools.ts';

// Nothing of them is needed for the first prompt.
const FindBar = lazy(() => import('../terminal-find/find-bar.tsx'));
const PasteDialog = lazy(() => import('../terminal-paste/paste-dialog.tsx'));

export interface TerminalToolsProps {
  readonly mounted: MountedTerminal;
  readonly target: Target;
  readonly tools: TerminalToolState;
  readonly isActive: boolean;
  /** The session is over. */
  readonly isOver: boolean;
}

/** What opens around a terminal: search, menu, and the look before a paste. */
export function TerminalTools({ mounted, target, tools, isActive, isOver }: TerminalToolsProps): ReactNode {
  const { findAsked, find, closeFind, menuPlace, openMenu, pasting, notices } = tools;
  const actions = useMemo(
    () => terminalActions({ mounted, target, handleNotice: notices.put }),
    [mounted, target, notices],
  );
  useOffers({ actions, find, isActive, isOver });
  useEffect(() => {
    const { element } = mounted.terminal;
    return element && askForMenu(mounted.terminal, element, openMenu);
  }, [mounted, openMenu]);
  const focus = () => {
    // On a phone that would open the keyboard.
    if (!matchMedia('(pointer: coarse)').matches) mounted.focus();
  };
  const handleFindClosed = () => {
    closeFind();
    mounted.focus();
  };
  return (
    <>
      {findAsked > 0 && <Find asked={findAsked} mounted={mounted} onClose={handleFindClosed} />}
      <TerminalMenu
        actions={actions}
        isOver={isOver}
        onClose={() => openMenu(undefined)}
        onClosed={() => findAsked === 0 && pasting.question === undefined && focus()}
        onFind={find}
        place={menuPlace}
      />
      <PasteLook question={pasting.question} returnTo={() => mounted.terminal.textarea} />
    </>
  );
}

function Find(props: Omit<FindBarProps, 'typed'>): ReactNode {
  const [typed, setTyped] = useState('');
  return (
    <Suspense fallback={<FindBarWaiting onClose={props.onClose} onTyped={setTyped} />}>
      <FindBar {...props} typed={typed} />
    </Suspense>
  );
}

interface Offers {
  readonly actions: TerminalActions;
  readonly find: () => void;
  readonly isActive: boolean;
  readonly isOver: boolean;
}

/** The terminal that is in use offers what it can do to the palette and to the keyboard. */
function useOffers({ actions, find, isActive, isOver }: Offers): void {
  const { t } = useTranslation();
  const [ask] = useState(() => find);
  useEffect(() => {
    if (!isActive) return;
    return commandRegistry.register(terminalCommands({ actions, isOver, find: ask, t }));
  }, [actions, isActive, isOver, ask, t]);
}

interface PasteLookProps {
  readonly question: PasteQuestion | undefined;
  readonly returnTo: () => HTMLElement | undefined;
}

function PasteLook({ question, returnTo }: PasteLookProps): ReactNode {
  // It stays to be seen while it closes.
  const [last, setLast] = useState(question);
  if (question !== undefined && question !== last) setLast(question);
  if (last === undefined) return null;
  return (
    <Suspense>
      <PasteDialog
        isOpen={question !== undefined}
        offer={last.offer}
        onAnswer={paste => question?.answer(paste)}
        onClosed={() => setLast(undefined)}
        returnTo={returnTo}
        risk={last.risk}
      />
    </Suspense>
  );
}
