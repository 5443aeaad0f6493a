import { type PodScope, type WatchState, watchPods } from '@podbay/client';
import type { PodEvent, PodSummary } from '@podbay/protocol';
import { useEffect, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { requireLogin } from '../login.ts';
import { applyPodEvent, sortPods } from './pod-map.ts';

/** The pods of a scope, live. */
export interface PodList {
  readonly pods: readonly PodSummary[];
  /** False until the first snapshot of this scope. */
  readonly loaded: boolean;
  readonly state: WatchState;
}

interface Snapshot {
  readonly scope: PodScope | undefined;
  readonly pods: ReadonlyMap<string, PodSummary>;
  readonly loaded: boolean;
  readonly state: WatchState;
}

const connecting: WatchState = { type: 'connecting' };
const nothing: Snapshot = { scope: undefined, pods: new Map(), loaded: false, state: connecting };

/** Follows `scope` while the component is there. `undefined`: there is nothing to follow now. */
export function usePods(scope: PodScope | undefined): PodList {
  const [snapshot, setSnapshot] = useState(nothing);
  useEffect(() => {
    if (scope === undefined) return;
    setSnapshot({ ...nothing, scope });
    return follow(scope, change => setSnapshot(old => (old.scope === scope ? change(old) : old)));
  }, [scope]);
  const current = snapshot.scope === scope ? snapshot : nothing;
  const pods = useMemo(() => sortPods(current.pods), [current.pods]);
  return { pods, loaded: current.loaded, state: current.state };
}

type Change = (old: Snapshot) => Snapshot;

// A rollout brings events by the hundred: they are applied together, once a frame.
function follow(scope: PodScope, apply: (change: Change) => void): () => void {
  let events: PodEvent[] = [];
  let frame = 0;
  const flush = () => {
    const batch = events;
    events = [];
    frame = 0;
    apply(old => ({
      ...old,
      pods: batch.reduce(applyPodEvent, old.pods),
      loaded: old.loaded || batch.some(event => event.type === 'snapshot'),
    }));
  };
  const stop = watchPods({
    api,
    scope,
    handleEvent: event => {
      events.push(event);
      if (frame === 0) frame = requestAnimationFrame(flush);
    },
    handleState: state => {
      if (state.type === 'failed' && state.refusal.code === 'unauthenticated') requireLogin();
      apply(old => ({ ...old, state }));
    },
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
  };
}
