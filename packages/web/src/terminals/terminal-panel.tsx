import './terminal-stage.css';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BroadcastBanner } from '../broadcast/broadcast-banner.tsx';
import { debugNotice } from '../debug/debug-notice.ts';
import { KeyBar } from '../terminal-keys/key-bar.tsx';
import { EndingBar } from './ending-bar.tsx';
import { NoticeBoard } from './notice-board.ts';
import { Notices } from './notices.tsx';
import { RefusalCard } from './refusal-card.tsx';
import { StatusLine } from './status-line.tsx';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { TerminalTools } from './terminal-tools.tsx';
import { useMountedTerminal } from './use-mounted-terminal.ts';
import { useSkipped } from './use-skipped.ts';
import { useTerminalLook } from './use-terminal-look.ts';
import { useTerminalTools } from './use-terminal-tools.ts';

export interface TerminalPanelProps {
  readonly tabs: TerminalTabs;
  readonly tab: TerminalTab;
  readonly isActive: boolean;
}

/** What a tab shows: the terminal, how it is, and, where it could not be opened, why. */
export function TerminalPanel({ tabs, tab, isActive }: TerminalPanelProps): ReactNode {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const [notices] = useState(() => noticeBoard(tab));
  const tools = useTerminalTools(notices);
  const { id, target, state, viewers, recording } = tab;
  const mounted = useMountedTerminal(host, { tabs, id, tools });
  const ending = state.type === 'ended' ? state.ending : undefined;
  const isOver = ending !== undefined;
  const isRefused = ending?.type === 'refused';
  useTerminalLook(mounted, isOver);
  const skipped = useSkipped(mounted);
  useEffect(() => {
    if (isActive) mounted?.focus();
  }, [mounted, isActive]);
  const reopen = () => tabs.reopen(id);
  const beside = tab.debug?.beside ?? target.container;
  return (
    <section
      aria-label={t('terminal.label', { pod: target.pod, container: target.container })}
      className="terminal-panel"
    >
      <div className="terminal-stage" data-refused={isRefused || undefined}>
        <div className="terminal-host" hidden={isRefused} ref={host} />
        {isRefused && (
          <RefusalCard
            besideTarget={{ ...target, container: beside }}
            onDebug={({ container, processes }) => tabs.debug(id, container, { beside, processes })}
            onRetry={reopen}
            refusal={ending.refusal}
            target={target}
          />
        )}
        {mounted !== undefined && isOver && !isRefused && (
          <EndingBar
            ending={ending}
            mounted={mounted}
            onComeBack={() => tabs.comeBack(id)}
            onOpenAgain={reopen}
          />
        )}
        <div className="terminal-overlays">
          {mounted !== undefined && (
            <TerminalTools
              isActive={isActive}
              isOver={isOver}
              mounted={mounted}
              target={target}
              tools={tools}
            />
          )}
          <Notices board={notices} mounted={mounted} />
        </div>
      </div>
      {!isRefused && <KeyBar ctrl={tools.ctrl} isOver={isOver} mounted={mounted} onMenu={tools.openMenu} />}
      <div className="status-row">
        <StatusLine
          onRetry={() => mounted?.session.retry()}
          recording={recording}
          skipped={skipped}
          state={state}
          viewers={viewers}
        />
        <BroadcastBanner tabId={id} />
      </div>
    </section>
  );
}

function noticeBoard({ debug }: TerminalTab): NoticeBoard {
  const board = new NoticeBoard();
  if (debug !== undefined) board.put(debugNotice(debug));
  return board;
}
