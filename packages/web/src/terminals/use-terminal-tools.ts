import { useState } from 'react';
import type { MenuPlace } from '../terminal-actions/terminal-menu.tsx';
import { StickyCtrl } from '../terminal-keys/sticky-ctrl.ts';
import { type PasteQuestions, usePasteQuestion } from '../terminal-paste/use-paste-question.ts';
import type { NoticeBoard } from './notice-board.ts';

/** What is open around one terminal: its menu, the search, a question. */
export interface TerminalToolState {
  readonly ctrl: StickyCtrl;
  readonly pasting: PasteQuestions;
  readonly menuPlace: MenuPlace | undefined;
  readonly openMenu: (place: MenuPlace | undefined) => void;
  /** How often the search was asked for; 0: it is closed. */
  readonly findAsked: number;
  readonly find: () => void;
  readonly closeFind: () => void;
  readonly notices: NoticeBoard;
}

/** The functions in it do the same however old they are. */
export function useTerminalTools(notices: NoticeBoard): TerminalToolState {
  const [ctrl] = useState(() => new StickyCtrl());
  const [menuPlace, openMenu] = useState<MenuPlace>();
  const [findAsked, setFindAsked] = useState(0);
  const pasting = usePasteQuestion(notices.put);
  return {
    ctrl,
    pasting,
    menuPlace,
    openMenu,
    findAsked,
    find: () => setFindAsked(asked => asked + 1),
    closeFind: () => setFindAsked(0),
    notices,
  };
}
