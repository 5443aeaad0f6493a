/** Where a new panel goes, beside one that is there. */
export interface PanelPlace {
  /** The other panel's id. Where it is gone, the new one goes where the user is. */
  readonly beside: string;
  /** `within`: as the next tab of the same group. */
  readonly direction: 'within' | 'right' | 'below';
}

/**
 * The places of `count` panels in a grid that is as square as can be: the top row from left to right, then row by row,
 * each panel below the one above it. `undefined`: the first one, which has no other to stand beside.
 */
export function gridPlaces(ids: readonly string[]): readonly (PanelPlace | undefined)[] {
  const columns = Math.ceil(Math.sqrt(ids.length));
  return ids.map((_, index) => {
    const above = ids[index - columns];
    if (above !== undefined) return { beside: above, direction: 'below' };
    const before = ids[index - 1];
    return before === undefined ? undefined : { beside: before, direction: 'right' };
  });
}
