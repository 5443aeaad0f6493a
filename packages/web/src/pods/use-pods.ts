import { type PodScope, type WatchState, watchPods } from '@podbay/client';
import type { PodEvent, PodSummary } from '@podbay/protocol';
import { useEffect, useState } from 'react';
import { api } from '../api.ts';
import { requireLogin } from '../login.ts';
import { applyPodEvents } from './pod-events.ts';

/** The pods of a scope, live. */
export interface PodList {
  /** Sorted by namespace and name. */
  readonly pods: readonly PodSummary[];
  /** False until the first snapshot of this scope. */
  readonly loaded: boolean;
  readonly state: WatchState;
}

interface Snapshot extends PodList {
  readonly scope: PodScope | undefined;
}

const nothing: Snapshot = { scope: undefined, pods: [], loaded: false, state: { type: 'connecting' } };

/** Follows `scope` while the component is there. `undefined`: there is nothing to follow now. */
export function usePods(scope: PodScope | undefined): PodList {
  const [snapshot, setSnapshot] = useState(nothing);
  useEffect(() => {
    if (scope === undefined) return;
    setSnapshot({ ...nothing, scope });
    return follow(scope, change => setSnapshot(old => (old.scope === scope ? change(old) : old)));
  }, [scope]);
  return snapshot.scope === scope ? snapshot : nothing;
}

type Change = (old: Snapshot) => Snapshot;

// A rollout brings events by the hundred: what comes within this time is shown together, with the next frame.
const batchMs = 100;

function follow(scope: PodScope, apply: (change: Change) => void): () => void {
  let events: PodEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const flush = () => {
    const batch = events;
    events = [];
    timer = undefined;
    apply(old => ({
      ...old,
      pods: applyPodEvents(old.pods, batch),
      loaded: old.loaded || batch.some(event => event.type === 'snapshot'),
    }));
  };
  const scheduleFrame = () => {
    frame = requestAnimationFrame(flush);
  };
  const stop = watchPods({
    api,
    scope,
    handleEvent: event => {
      events.push(event);
      timer ??= setTimeout(scheduleFrame, event.type === 'snapshot' ? 0 : batchMs);
    },
    handleState: state => {
      if (state.type === 'failed' && state.refusal.code === 'unauthenticated') requireLogin();
      apply(old => ({ ...old, state, ...(isHidden(state) && { pods: [], loaded: false }) }));
    },
  });
  return () => {
    stop();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}

/** What was listed may not be seen any more. */
function isHidden(state: WatchState): boolean {
  if (state.type !== 'failed' || state.refusal.code !== 'forbidden') return false;
  return state.refusal.details?.verb?.split(',').includes('list') ?? false;
}
