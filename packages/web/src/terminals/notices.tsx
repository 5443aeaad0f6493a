import type { MountedTerminal } from '@podbay/client';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { NoticeBar } from './notice-bar.tsx';
import { type NoticeBoard, shownNotices, slotOf } from './notice-board.ts';
import type { NoticeWords, SessionNotice } from './session-notice.ts';
import { useClearEdge } from './use-clear-edge.ts';
import { useSecondsUntil } from './use-seconds-until.ts';
import { useSpokenSeconds } from './use-spoken-seconds.ts';

export interface NoticesProps {
  readonly board: NoticeBoard;
  /** What they lie over; where there is none, they stand above what is there instead. */
  readonly mounted: MountedTerminal | undefined;
}

/** Over a terminal: what will happen first, with the time that is left, and what was said last. */
export function Notices({ board, mounted }: NoticesProps): ReactNode {
  const { deadline, latest, more } = shownNotices(useSyncExternalStore(board.subscribe, board.snapshot));
  useEndOfDeadline(board, deadline);
  const region = useRef<HTMLDivElement>(null);
  const edge = useClearEdge(mounted, region, deadline ?? latest);
  const lineOf = (notice: SessionNotice | undefined, waiting: number): NoticeLineProps => ({
    notice,
    more: waiting,
    onDismiss: () => {
      // The keyboard would be nowhere.
      if (region.current?.contains(document.activeElement)) mounted?.focus();
      if (notice !== undefined) board.drop(slotOf(notice));
    },
  });
  return (
    <div className="notice-region" data-edge={edge} ref={region}>
      <DeadlineNotice {...lineOf(deadline, latest === undefined ? more : 0)} />
      <LatestNotice {...lineOf(latest, more)} />
    </div>
  );
}

// A session ends a moment late. One that goes on was used by somebody else.
const overdueMs = 3000;

function useEndOfDeadline(board: NoticeBoard, notice: SessionNotice | undefined): void {
  useEffect(() => {
    if (notice?.dueAtMs === undefined) return;
    const leftMs = Math.max(0, notice.dueAtMs - performance.now());
    const timer = setTimeout(() => board.drop(slotOf(notice)), leftMs + overdueMs);
    return () => clearTimeout(timer);
  }, [board, notice]);
}

interface NoticeLineProps {
  readonly notice: SessionNotice | undefined;
  readonly more: number;
  readonly onDismiss: () => void;
}

function DeadlineNotice({ notice, more, onDismiss }: NoticeLineProps): ReactNode {
  const leftSeconds = useSecondsUntil(notice?.dueAtMs);
  const words = { ...useWords(), leftSeconds };
  const spokenSeconds = useSpokenSeconds(notice, leftSeconds);
  return (
    <>
      <div className="visually-hidden" role="status">
        {notice?.text({ ...words, leftSeconds: spokenSeconds })}
      </div>
      {notice !== undefined && <NoticeBar more={more} notice={notice} onDismiss={onDismiss} words={words} />}
    </>
  );
}

function LatestNotice({ notice, more, onDismiss }: NoticeLineProps): ReactNode {
  const words = { ...useWords(), leftSeconds: 0 };
  // The region is there before its text, or screen readers would not read it.
  return (
    <div role="status">
      {notice !== undefined && <NoticeBar more={more} notice={notice} onDismiss={onDismiss} words={words} />}
    </div>
  );
}

function useWords(): Pick<NoticeWords, 't' | 'language'> {
  const { t, i18n } = useTranslation();
  return { t, language: i18n.language };
}
