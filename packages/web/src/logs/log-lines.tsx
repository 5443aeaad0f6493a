import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from './log-line.ts';
import { LogRow } from './log-row.tsx';
import type { LineMatcher } from './log-search.ts';
import type { Match } from './use-log-search.ts';

export interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
  readonly version: number;
  /** Of each source; one alone is not told with each line. */
  readonly containers: readonly string[];
  readonly showTime: boolean;
  readonly wrap: boolean;
  /** Whether the newest line stays in sight. */
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
  readonly matcher: LineMatcher | undefined;
  readonly current: Match | undefined;
}

const lineHeight = 18;
/** So near to the end counts as at the end. */
const nearPx = 2 * lineHeight;

// What scrolls must be reached by the keyboard.
const focusable = { tabIndex: 0 };

/** The lines of a log: only those in sight are part of the page. */
export function LogLines(props: LogLinesProps): ReactNode {
  const { lines, dropped, version, containers, showTime, wrap, follow, onFollow, matcher, current } = props;
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const virtualizer = useVirtualizer({
    count: lines.length,
    estimateSize: () => lineHeight,
    getItemKey: index => lines[index]?.number ?? index,
    getScrollElement: () => scroll.current,
    overscan: 20,
  });
  useKeptPlace(scroll, { dropped, follow });
  useEffect(() => {
    if (follow && version >= 0 && lines.length > 0)
      virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, version, lines.length, virtualizer]);
  useEffect(() => {
    if (current !== undefined) virtualizer.scrollToIndex(current.index, { align: 'center' });
  }, [current, virtualizer]);
  const handleScroll = () => {
    const { current: element } = scroll;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < nearPx;
    // New lines move it forward only: back moves the user.
    if (follow && !isAtEnd && scrollTop < lastTop.current) onFollow(false);
    if (!follow && isAtEnd && scrollTop > lastTop.current) onFollow(true);
    lastTop.current = scrollTop;
  };
  return (
    <section
      aria-label={t('logs.lines')}
      className="log-lines"
      data-wrap={wrap || undefined}
      onScroll={handleScroll}
      ref={scroll}
      {...focusable}
    >
      <div
        className="log-canvas"
        style={
          { height: virtualizer.getTotalSize(), '--source-chars': columnOf(containers) } as CSSProperties
        }
      >
        {virtualizer.getVirtualItems().map(item => {
          const line = lines[item.index];
          return (
            line !== undefined && (
              <div
                className="log-row"
                data-index={item.index}
                key={item.key}
                ref={wrap ? virtualizer.measureElement : null}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow
                  container={containers.length > 1 ? containers[line.source] : undefined}
                  current={current?.index === item.index ? current.nth : undefined}
                  line={line}
                  matcher={matcher}
                  showTime={showTime}
                />
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

/** So many characters make the names of containers a column; longer ones stand out of it. */
function columnOf(containers: readonly string[]): number {
  return Math.min(20, Math.max(0, ...containers.map(name => name.length)));
}

/** When older lines go, those in sight stay where they are. */
function useKeptPlace(
  scroll: { readonly current: HTMLDivElement | null },
  { dropped, follow }: { readonly dropped: number; readonly follow: boolean },
): void {
  const before = useRef(dropped);
  useLayoutEffect(() => {
    const gone = dropped - before.current;
    before.current = dropped;
    if (gone > 0 && !follow && scroll.current !== null) scroll.current.scrollTop -= gone * lineHeight;
  }, [dropped, follow, scroll]);
}
