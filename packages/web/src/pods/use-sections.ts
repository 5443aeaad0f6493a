import { allNamespaces, type PodScope } from '@podbay/client';
import { useMemo, useSyncExternalStore } from 'react';
import { findPlaces } from './find-place.ts';
import { places } from './places.ts';
import type { Section } from './rows.ts';
import type { PodList } from './use-pods.ts';

const shownRecent = 4;

/** The pinned and the last opened containers of a context, as they are now. */
export function useSections({ context, namespace }: PodScope, { pods, loaded }: PodList): readonly Section[] {
  const { pinned, recent } = useSyncExternalStore(places.subscribe, places.snapshot);
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
