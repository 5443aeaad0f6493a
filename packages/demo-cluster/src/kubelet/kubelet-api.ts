import type { Pod } from '../objects/pod.ts';
import type { ContainerLog } from '../runtime/runtime.ts';
import type { StreamLookup } from '../streaming/stream-request.ts';

/** What the API server asks of the nodes: the kubelets' own HTTP API. */
export interface KubeletApi {
  /** Resolves when the pod's containers run that its status says run. */
  awaken(pod: Pod): Promise<void>;
  /** Looks for a container to exec into or attach to. */
  lookup(pod: Pod, container: string): StreamLookup;
  /** Looks for a container's output; of its instance before the last one where `previous` says so. */
  findLog(pod: Pod, query: LogQuery): LogLookup;
}

export interface LogQuery {
  readonly container: string;
  readonly instance: 'current' | 'previous';
}

export type LogLookup =
  | { readonly type: 'found'; readonly log: ContainerLog; readonly exited: Promise<unknown> }
  /** The container has printed nothing yet that could be shown; the message says why. */
  | { readonly type: 'none'; readonly message: string }
  | { readonly type: 'node-unreachable'; readonly address: string };
