import type { Ending, MountedTerminal } from '@podbay/client';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { endingText, endingTone, isElsewhere } from './ending-text.ts';
import { makeRoomBelow } from './make-room.ts';

/** Between the top of what the terminal is in and its first row. */
const hostTopPx = 8;

export interface EndingBarProps {
  readonly mounted: MountedTerminal;
  readonly ending: Ending;
  readonly onOpenAgain: () => void;
  readonly onComeBack: () => void;
}

/** Stands right below the last line of a terminal that has ended, and offers a new one. */
export function EndingBar({ mounted, ending, onOpenAgain, onComeBack }: EndingBarProps): ReactNode {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  useRoom(mounted, bar);
  const topPx = useEndOfText(mounted);
  const elsewhere = isElsewhere(ending);
  const top = `min(${topPx}px, 100% - var(--ending-height))`;
  return (
    <div className="ending-bar" data-tone={endingTone(ending)} ref={bar} style={{ top }}>
      <span className="ending-text">{endingText(ending, t)}</span>
      <button className="button" onClick={elsewhere ? onComeBack : onOpenAgain} type="button">
        <Icon name="refresh" size={14} />
        {t(elsewhere ? 'terminal.comeBack' : 'terminal.openAgain')}
      </button>
    </div>
  );
}

/** The last line goes up where the bar would hide it. */
function useRoom({ terminal }: MountedTerminal, bar: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const makeRoom = () => {
      const screen = terminal.element?.querySelector('.xterm-screen');
      const stage = bar.current?.parentElement;
      if (!(screen instanceof HTMLElement) || !stage || screen.clientHeight === 0) return;
      const belowPx = stage.clientHeight - hostTopPx - screen.clientHeight;
      const missingPx = (bar.current?.offsetHeight ?? 0) - belowPx;
      makeRoomBelow(terminal, Math.ceil((missingPx * terminal.rows) / screen.clientHeight));
    };
    // Behind all that the program has written.
    terminal.write('', makeRoom);
    const subscription = terminal.onResize(makeRoom);
    return () => subscription.dispose();
  }, [terminal, bar]);
}

/** How far down the text goes on the screen, in pixels from the top of what the terminal is in. */
function useEndOfText({ terminal }: MountedTerminal): number {
  const [topPx, setTopPx] = useState(0);
  useEffect(() => {
    const look = () => {
      const screen = terminal.element?.querySelector('.xterm-screen');
      if (!(screen instanceof HTMLElement)) return;
      const { viewportY, baseY, cursorY } = terminal.buffer.active;
      const rows = Math.min(terminal.rows, baseY + cursorY + 1 - viewportY);
      setTopPx(hostTopPx + (rows * screen.clientHeight) / terminal.rows);
    };
    look();
    const subscriptions = [terminal.onRender(look), terminal.onScroll(look)];
    return () => subscriptions.forEach(subscription => void subscription.dispose());
  }, [terminal]);
  return topPx;
}
