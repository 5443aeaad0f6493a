import type { DebugContainer, Target } from '@podbay/protocol';
import type { User } from '../auth/authenticator.ts';

/** Debug containers, as the routes see them. */
export interface DebugPort {
  /** What they may be made from; empty: there are none. */
  readonly images: readonly string[];
  readonly lifetimeMs: number;
  /** Starts one beside the target, or finds the one that is there. Rejects with a `RefusalError`. */
  start(query: DebugQuery, signal: AbortSignal): Promise<DebugContainer>;
}

export interface DebugQuery {
  readonly user: User;
  /** Where it is asked from. */
  readonly address: string;
  /** The container to look at. */
  readonly target: Target;
  readonly image: string;
}
