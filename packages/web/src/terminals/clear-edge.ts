/** An edge of a terminal at which something lies over it. */
export type Edge = 'top' | 'bottom';

/** How things stand in a terminal, in pixels from the top of what lies over it. */
export interface EdgeFacts {
  /** The line of the cursor; outside of the terminal where it was scrolled away. */
  readonly cursor: { readonly topPx: number; readonly bottomPx: number };
  /** How much is covered at each edge. */
  readonly coverPx: Readonly<Record<Edge, number>>;
  readonly heightPx: number;
}

/** The edge where the cursor's line stays to be seen. What is at an edge stays there until it would hide that line. */
export function edgeClearOf({ cursor, coverPx, heightPx }: EdgeFacts, now: Edge): Edge {
  const hides = {
    top: cursor.bottomPx > 0 && cursor.topPx < coverPx.top,
    bottom: cursor.topPx < heightPx && cursor.bottomPx > heightPx - coverPx.bottom,
  };
  const other = now === 'top' ? 'bottom' : 'top';
  return hides[now] && !hides[other] ? other : now;
}
