import type { DebugContainer, Refusal, Target } from '@podbay/protocol';
import { useEffect, useRef, useState } from 'react';
import { toApiError } from '../api.ts';
import { startDebug } from './start-debug.ts';

/** How the start of a debug container goes. */
export type DebugProgress =
  | { readonly type: 'idle' }
  | { readonly type: 'asking' }
  | {
      readonly type: 'waiting';
      readonly container: string;
      readonly reason: string;
      readonly sinceMs: number;
    }
  | { readonly type: 'slow'; readonly container: string }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export interface DebugStart {
  readonly progress: DebugProgress;
  readonly start: (image: string) => Promise<void>;
  readonly cancel: () => void;
}

/** Starts a debug container beside `target` when it is asked to; what is under way ends with the component. */
export function useDebugStart(target: Target, onStarted: (started: DebugContainer) => void): DebugStart {
  const [progress, setProgress] = useState<DebugProgress>({ type: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = () => {
    running.current?.abort();
    setProgress({ type: 'idle' });
  };
  const start = async (image: string) => {
    const starting = new AbortController();
    const { signal } = starting;
    running.current = starting;
    const sinceMs = performance.now();
    setProgress({ type: 'asking' });
    const onWaiting = ({ container, state }: DebugContainer) => {
      const reason = state.type === 'waiting' ? state.reason : '';
      if (!signal.aborted) setProgress({ type: 'waiting', container, reason, sinceMs });
    };
    try {
      const started = await startDebug(target, { image, signal, onWaiting });
      if (signal.aborted) return;
      if (started.state.type === 'running') onStarted(started);
      else setProgress({ type: 'slow', container: started.container });
    } catch (error) {
      if (!signal.aborted) setProgress({ type: 'refused', refusal: toApiError(error).refusal });
    }
  };
  return { progress, start, cancel };
}
