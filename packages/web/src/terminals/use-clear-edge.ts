import type { MountedTerminal } from '@podbay/client';
import { type RefObject, useLayoutEffect, useState } from 'react';
import { type Edge, type EdgeFacts, edgeClearOf } from './clear-edge.ts';

/**
 * The edge of the terminal at which `element` can lie over it without hiding the line of the cursor, live. `shown`: what
 * is in it; nothing is looked at while that is `undefined`.
 */
export function useClearEdge(
  mounted: MountedTerminal | undefined,
  element: RefObject<HTMLElement | null>,
  shown: object | undefined,
): Edge {
  const [edge, setEdge] = useState<Edge>('top');
  useLayoutEffect(() => {
    const { current } = element;
    if (mounted === undefined || current === null || shown === undefined) return;
    const { terminal } = mounted;
    const look = () => {
      const facts = lookAt(mounted, current);
      if (facts !== undefined) setEdge(now => edgeClearOf(facts, now));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    const subscriptions = [terminal.onRender(look), terminal.onScroll(look)];
    return () => {
      observer.disconnect();
      for (const subscription of subscriptions) subscription.dispose();
    };
  }, [mounted, element, shown]);
  return edge;
}

function lookAt({ terminal }: MountedTerminal, element: HTMLElement): EdgeFacts | undefined {
  const screen = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
  const around = element.parentElement?.getBoundingClientRect();
  if (screen === undefined || around === undefined || screen.height === 0) return undefined;
  const { baseY, cursorY, viewportY } = terminal.buffer.active;
  const rowPx = screen.height / terminal.rows;
  const topPx = screen.top - around.top + (baseY + cursorY - viewportY) * rowPx;
  const { offsetHeight: ownPx, previousElementSibling: search } = element;
  // What stands below the last line belongs to it.
  const belowPx = heightOf(element.closest('.terminal-stage')?.querySelector('.ending-bar'));
  return {
    cursor: { topPx, bottomPx: topPx + rowPx + belowPx },
    coverPx: { top: ownPx + heightOf(search), bottom: ownPx },
    heightPx: around.height,
  };
}

function heightOf(element: Element | null | undefined): number {
  return element?.getBoundingClientRect().height ?? 0;
}
