import type { ContextList, NamespaceSummary, PodEvent, PodSummary } from '@podbay/protocol';

/** What there is to open, as the routes ask for it. Every method may throw or reject with a `RefusalError`. */
export interface Catalog {
  contexts(): ContextList;
  namespaces(context: string, signal: AbortSignal): Promise<readonly NamespaceSummary[]>;
  /** `namespace` `''`: all namespaces. */
  pods(place: Place, signal: AbortSignal): Promise<readonly PodSummary[]>;
  /** Calls `listener` with a snapshot and each change, until the returned function is called. */
  watchPods(place: Place, listener: (event: PodEvent) => void): () => void;
}

export interface Place {
  readonly context: string;
  readonly namespace: string;
}
