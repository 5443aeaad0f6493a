import type {
  ContextList,
  LogQuery,
  NamespaceSummary,
  PodEvent,
  PodSummary,
  Snippet,
} from '@podbay/protocol';
import type { User } from '../auth/authenticator.ts';

/** What a user may see, as the routes ask for it. Every method may throw or reject with a `RefusalError`. */
export interface Catalog {
  contexts(user: User): ContextList;
  namespaces(of: Omit<Place, 'namespace'>, signal: AbortSignal): Promise<readonly NamespaceSummary[]>;
  /** `namespace` `''`: all namespaces. */
  pods(place: Place, signal: AbortSignal): Promise<readonly PodSummary[]>;
  /** Calls `listener` with a snapshot and each change, until the returned function is called. */
  watchPods(place: Place, listener: (event: PodEvent) => void): () => void;
  /** The logs of a pod, as frames, until the browser leaves or `signal` aborts. */
  logs(
    /** `address`: where it is asked from. */
    reader: Place & { readonly pod: string; readonly address: string },
    query: LogQuery,
    signal: AbortSignal,
  ): ReadableStream<Uint8Array>;
  snippets(): readonly Snippet[];
}

export interface Place {
  /** Who looks. */
  readonly user: User;
  readonly context: string;
  readonly namespace: string;
}
