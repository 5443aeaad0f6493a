import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogLine } from './log-line.ts';
import { type LineMatcher, type LogSearch, matcherOf } from './log-search.ts';
import { plainText } from './sgr-spans.ts';

/** One place that was found. */
export interface Match {
  /** Index among the lines. */
  readonly index: number;
  /** The how-manieth in its line. */
  readonly nth: number;
}

export interface FoundInLog {
  readonly matcher: LineMatcher | undefined;
  /** What is wrong with the regular expression. */
  readonly problem: string | undefined;
  readonly matches: readonly Match[];
}

const sliceMs = 10;
const restMs = 50;
const maxMatches = 100_000;

/** Looks for something in all lines, a slice at a time, and in new lines as they come. */
export function useLogSearch(lines: readonly LogLine[], version: number, search: LogSearch): FoundInLog {
  const { text, isRegex, isCaseSensitive } = search;
  const made = useMemo(() => matcherOf({ text, isRegex, isCaseSensitive }), [text, isRegex, isCaseSensitive]);
  const matcher = typeof made === 'function' ? made : undefined;
  const [matches, setMatches] = useState<readonly Match[]>([]);
  // How many places there are in a line is asked once.
  const counts = useRef(new WeakMap<LogLine, number>());
  useEffect(() => {
    counts.current = new WeakMap();
    if (matcher === undefined) setMatches([]);
  }, [matcher]);
  useEffect(() => {
    if (matcher === undefined || version < 0) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void findAll({ lines, matcher, counts: counts.current, signal: stop.signal }).then(
        found => found !== undefined && setMatches(found),
      );
    }, restMs);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [lines, version, matcher]);
  return { matcher, problem: typeof made === 'string' ? made : undefined, matches };
}

interface FindOptions {
  readonly lines: readonly LogLine[];
  readonly matcher: LineMatcher;
  readonly counts: WeakMap<LogLine, number>;
  readonly signal: AbortSignal;
}

async function findAll({
  lines,
  matcher,
  counts,
  signal,
}: FindOptions): Promise<readonly Match[] | undefined> {
  const matches: Match[] = [];
  let breakAtMs = performance.now() + sliceMs;
  for (let index = 0; index < lines.length && matches.length < maxMatches; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const count = counts.get(line) ?? matcher(plainText(line.text)).length;
    counts.set(line, count);
    for (let nth = 0; nth < count; nth++) matches.push({ index, nth });
    if (performance.now() < breakAtMs) continue;
    await new Promise(resolve => setTimeout(resolve));
    if (signal.aborted) return undefined;
    breakAtMs = performance.now() + sliceMs;
  }
  return matches;
}
