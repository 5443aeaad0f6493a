import type { Target } from '@podbay/protocol';
import { useEffect, useRef } from 'react';
import type { TabsSnapshot } from '../terminals/terminal-tabs.ts';
import { places } from './places.ts';
import type { PodList } from './use-pods.ts';

/** Notes which containers are opened, once their shell runs and the list, where it reaches there, tells their workload. */
export function useRecent(
  { tabs }: TabsSnapshot,
  { pods, loaded }: PodList,
  context: string | undefined,
): void {
  const noted = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, target, state } of tabs) {
      const isUnknown = target.context === context && !loaded;
      if (state.type !== 'attached' || isUnknown || noted.current.has(id)) continue;
      noted.current.add(id);
      const pod = target.context === context ? pods.find(isPodOf(target)) : undefined;
      places.noteOpened({ target, owner: pod?.owner ?? null });
    }
  }, [tabs, pods, loaded, context]);
}

function isPodOf(target: Target) {
  return (pod: { readonly namespace: string; readonly name: string }) =>
    pod.namespace === target.namespace && pod.name === target.pod;
}
