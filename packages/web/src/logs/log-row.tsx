import { memo, type ReactNode } from 'react';
import type { LogLine } from './log-line.ts';
import type { LineMatcher, Range } from './log-search.ts';
import { plainText, type StyledText, styledPieces } from './sgr-spans.ts';

export interface LogRowProps {
  readonly line: LogLine;
  readonly showTime: boolean;
  /** The container's name, where there are several. */
  readonly container: string | undefined;
  readonly matcher: LineMatcher | undefined;
  /** The place in this line that was gone to. */
  readonly current: number | undefined;
}

/** So many colours tell containers apart. */
const colourCount = 6;

/** One line. React writes text as text: nothing that a program prints becomes part of the page. */
export const LogRow = memo(function LogRow({
  line,
  showTime,
  container,
  matcher,
  current,
}: LogRowProps): ReactNode {
  const ranges = matcher?.(plainText(line.text)) ?? [];
  return (
    <>
      {container !== undefined && (
        <span className="log-source" data-colour={line.source % colourCount}>
          {container}
        </span>
      )}
      {showTime && <span className="log-time">{shortTime(line.time)}</span>}
      <span className="log-text">{styledPieces(line.text).map(markedPieces(ranges, current))}</span>
    </>
  );
});

/** To the millisecond, as far as it is known. */
function shortTime(time: string): string {
  return time.replace(/(\.\d{3})\d*/, '$1');
}

function markedPieces(ranges: readonly Range[], current: number | undefined) {
  let at = 0;
  return ({ text, style }: StyledText, key: number): ReactNode => {
    const start = at;
    at += text.length;
    return (
      <span className={style || undefined} key={`${key}-${style}`}>
        {cut(text, start, ranges).map(({ from, to, range }) => {
          const part = text.slice(from, to);
          if (range === undefined) return part;
          return (
            <mark data-current={range === current || undefined} key={from}>
              {part}
            </mark>
          );
        })}
      </span>
    );
  };
}

interface Cut {
  readonly from: number;
  readonly to: number;
  /** The number of the range that it is of. */
  readonly range: number | undefined;
}

/** Cuts a piece that begins at `start` of the line where ranges begin and end. */
function cut(text: string, start: number, ranges: readonly Range[]): readonly Cut[] {
  const cuts: Cut[] = [];
  let from = 0;
  ranges.forEach((range, index) => {
    const begin = Math.max(0, range.start - start);
    const end = Math.min(text.length, range.end - start);
    if (end <= from || begin >= text.length || end <= begin) return;
    if (begin > from) cuts.push({ from, to: begin, range: undefined });
    cuts.push({ from: begin, to: end, range: index });
    from = end;
  });
  if (from < text.length) cuts.push({ from, to: text.length, range: undefined });
  return cuts;
}
