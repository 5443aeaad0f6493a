import { allNamespaces, type PodScope } from '@podbay/client';
import { type RefObject, useMemo, useSyncExternalStore } from 'react';
import { findPlaces } from './find-place.ts';
import { places } from './places.ts';
import type { Section } from './rows.ts';
import { useHeld } from './use-held.ts';
import type { PodList } from './use-pods.ts';

const shownRecent = 4;

/** The pinned and the last opened containers of a context, as they are now. Which ones stays while the list is pointed at. */
export function useSections(
  { context, namespace }: PodScope,
  { pods, loaded }: PodList,
  listRef: RefObject<Element | null>,
): readonly Section[] {
  const { pinned, recent: latest } = useSyncExternalStore(places.subscribe, places.snapshot);
  const recent = useHeld(latest, listRef);
  return useMemo(() => {
    const known = {
      context,
      namespace: namespace === allNamespaces ? undefined : namespace,
      loaded,
      pods,
    };
    const here = (all: typeof pinned) =>
      findPlaces(
        all.filter(({ target }) => target.context === context),
        known,
      );
    const lately = here(recent).filter(({ state }) => state !== 'gone');
    return [
      { id: 'pinned', places: here(pinned) },
      { id: 'recent', places: lately.slice(0, shownRecent) },
    ];
  }, [pinned, recent, context, namespace, loaded, pods]);
}
