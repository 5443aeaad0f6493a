import type { Ending, MountedTerminal } from '@podbay/client';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { endingText, endingTone, isElsewhere } from './ending-text.ts';

export interface EndingBarProps {
  readonly mounted: MountedTerminal;
  readonly ending: Ending;
  readonly onOpenAgain: () => void;
  readonly onComeBack: () => void;
}

/** Stands right below the last line of a terminal that has ended, and offers a new one. */
export function EndingBar({ mounted, ending, onOpenAgain, onComeBack }: EndingBarProps): ReactNode {
  const { t } = useTranslation();
  const topPx = useEndOfText(mounted);
  const elsewhere = isElsewhere(ending);
  const top = `min(${topPx}px, 100% - var(--ending-height))`;
  return (
    <div className="ending-bar" data-tone={endingTone(ending)} style={{ top }}>
      <span className="ending-text">{endingText(ending, t)}</span>
      <button className="button" onClick={elsewhere ? onComeBack : onOpenAgain} type="button">
        <Icon name="refresh" size={14} />
        {t(elsewhere ? 'terminal.comeBack' : 'terminal.openAgain')}
      </button>
    </div>
  );
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
      setTopPx(8 + (rows * screen.clientHeight) / terminal.rows);
    };
    look();
    const subscriptions = [terminal.onRender(look), terminal.onScroll(look)];
    return () => subscriptions.forEach(subscription => void subscription.dispose());
  }, [terminal]);
  return topPx;
}
