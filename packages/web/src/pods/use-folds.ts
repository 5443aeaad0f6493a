import { useCallback, useState } from 'react';

/** What the user has folded and unfolded, by the lines' keys. */
export interface Folds {
  readonly isExpanded: (key: string, usual: boolean) => boolean;
  readonly setExpanded: (key: string, expanded: boolean) => void;
}

const nothing: ReadonlyMap<string, boolean> = new Map();

export function useFolds(): Folds {
  const [chosen, setChosen] = useState(nothing);
  const isExpanded = useCallback((key: string, usual: boolean) => chosen.get(key) ?? usual, [chosen]);
  const setExpanded = useCallback(
    (key: string, expanded: boolean) => setChosen(old => new Map(old).set(key, expanded)),
    [],
  );
  return { isExpanded, setExpanded };
}
