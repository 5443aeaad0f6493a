import type { DebugContainer, Target } from '@podbay/protocol';
import { api } from '../api.ts';

export interface StartDebugOptions {
  readonly image: string;
  readonly signal: AbortSignal;
  /** Called with how it is each time that it does not run yet. */
  readonly onWaiting: (started: DebugContainer) => void;
}

/** So long a debug container is waited for. */
export const patienceMs = 60_000;

/**
 * Starts a debug container beside `target` and waits until it runs, or has not for too long: then its state says so. Rejects with an
 * `ApiError`, or with the signal's reason.
 */
export async function startDebug(
  target: Target,
  { image, signal, onWaiting }: StartDebugOptions,
): Promise<DebugContainer> {
  const giveUpAtMs = performance.now() + patienceMs;
  for (;;) {
    // The gateway waits a few seconds before it says that it does not run yet.
    const started = await api.startDebug(target, image, signal);
    if (started.state.type === 'running' || performance.now() >= giveUpAtMs) return started;
    onWaiting(started);
  }
}
