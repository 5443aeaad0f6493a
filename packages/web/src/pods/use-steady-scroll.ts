import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef } from 'react';

export interface SteadyScrollOptions {
  /** Where one of them is new, or gone, the others stay where they are seen. */
  readonly rows: readonly unknown[];
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  /** Changes when the list is another one, of which nothing has to stay. */
  readonly list: string;
}

interface Anchor {
  readonly list: string;
  readonly key: unknown;
  /** How far below the upper edge it is seen. */
  readonly topPx: number;
}

/**
 * Keeps what is seen of a list in its place while lines come and go above it. At its very top it lets new ones be seen.
 * (Browsers do so themselves, but not where lines are placed absolutely.)
 */
export function useSteadyScroll({ rows, virtualizer, scrollRef, list }: SteadyScrollOptions): void {
  const anchor = useRef<Anchor>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these rows have been measured
  useLayoutEffect(() => {
    const element = scrollRef.current;
    const measured = virtualizer.measurementsCache;
    const { key, topPx } = anchor.current?.list === list ? anchor.current : {};
    const now = topPx === undefined ? undefined : measured.find(item => item.key === key);
    if (element !== null && now !== undefined && topPx !== undefined) element.scrollTop = now.start - topPx;
    return () => {
      const scrollTop = element?.scrollTop ?? 0;
      const first = scrollTop > 0 ? measured.find(item => item.start >= scrollTop) : undefined;
      anchor.current = first && { list, key: first.key, topPx: first.start - scrollTop };
    };
  }, [rows, virtualizer, scrollRef, list]);
}
