import type { ContainerState } from './api.ts';

/** `GET /api/v1/debug/images`: what debug containers may be made from. None: there are no debug containers. */
export interface DebugImages {
  readonly images: readonly string[];
  /** So long each of them runs at most. */
  readonly lifetimeMs: number;
}

/** Body of `POST /api/v1/contexts/:context/namespaces/:namespace/pods/:pod/debug`. */
export interface DebugRequest {
  /** The container to look at, whose processes the debug container shares. */
  readonly container: string;
  /** One of `DebugImages`. */
  readonly image: string;
}

/**
 * Its answer: the debug container, as it is now. While it waits, the same request again waits on with it; it never adds a second one
 * beside one that is good. Once it runs, a terminal in it is opened like any other.
 */
export interface DebugContainer {
  readonly container: string;
  readonly state: ContainerState & { readonly type: 'running' | 'waiting' };
  /** An earlier request has added it. */
  readonly reused: boolean;
  /**
   * Whose processes it sees. `container`: those of the container alone, whose first process is 1; `pod`, `node`: those of all
   * containers of the pod, or of the whole node, where the pod asks for that. Some container runtimes share nothing.
   */
  readonly processes: 'container' | 'pod' | 'node';
}
