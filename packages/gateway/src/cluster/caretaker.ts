import type { ApiClient } from './api-client.ts';
import type { PodListener } from './pod-audience.ts';
import type { ReapOptions, ReapResult, Remains } from './reaper.ts';

/** As whom a shell is looked after once it runs. */
export interface Caretaker {
  readonly client: ApiClient;
  /** Calls `listener` with a snapshot and each change, until the returned function is called. */
  watchPods(namespace: string, listener: PodListener): () => void;
  /** Looks what there is and ends nothing. Never rejects. */
  look(remains: Remains, signal: AbortSignal): Promise<ReapResult>;
  /** Ends what a session left in its container. Never rejects. */
  reap(remains: Remains, options: ReapOptions): Promise<ReapResult>;
}
