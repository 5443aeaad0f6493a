import type { Refusal } from './outcome.ts';
import type { Target } from './target.ts';

/** `GET /api/v1/contexts` → `{ contexts: ContextSummary[], current: string | null, version: string }`. */
export interface ContextSummary {
  readonly name: string;
  readonly cluster: string;
  /** The kubeconfig user's name: whose credentials are used. */
  readonly user: string;
  /** The namespace that the context prefers; `default` where it names none. */
  readonly namespace: string;
  /** True for the embedded demo cluster. */
  readonly demo: boolean;
}

export interface ContextList {
  readonly contexts: readonly ContextSummary[];
  readonly current: string | null;
  readonly version: string;
}

/** `GET /api/v1/contexts/:context/namespaces` → `{ namespaces: NamespaceSummary[] }`. */
export interface NamespaceSummary {
  readonly name: string;
  readonly phase: string;
}

/** The kind of a container inside its pod. */
export type ContainerKind = 'container' | 'init' | 'sidecar' | 'ephemeral';

/** A container's state as kubelet reports it; `reason` e.g. `CrashLoopBackOff`, `Completed`, `ContainerCreating`. */
export type ContainerState =
  | { readonly type: 'running'; readonly startedAt: string | null }
  | { readonly type: 'waiting'; readonly reason: string; readonly message: string }
  | {
      readonly type: 'terminated';
      readonly reason: string;
      readonly message: string;
      readonly exitCode: number;
    };

export interface ContainerSummary {
  readonly name: string;
  readonly kind: ContainerKind;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly state: ContainerState;
}

/** `GET /api/v1/contexts/:context/namespaces/:namespace/pods` → `{ pods: PodSummary[] }`. */
export interface PodSummary {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** What `kubectl get pods` shows in STATUS: `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating` … */
  readonly status: string;
  /** Ready containers and all that count, as in READY `1/2`. */
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** RFC 3339 time of creation. */
  readonly createdAt: string;
  readonly node: string | null;
  /**
   * The workload that it belongs to, e.g. `{ kind: 'Deployment', name: 'web' }`; `null` for a bare pod. Read from the pod alone:
   * where that doesn't tell the Deployment or CronJob, it is the ReplicaSet or Job.
   */
  readonly owner: { readonly kind: string; readonly name: string } | null;
  /** The container to open first: the `kubectl.kubernetes.io/default-container` annotation, else the first. */
  readonly defaultContainer: string;
  readonly containers: readonly ContainerSummary[];
}

/**
 * One message of the live list, `GET …/pods?watch=true` as server-sent events (`event: message`, data = this as JSON).
 * The first is always `snapshot`; `error` tells that the list is stale until the next `snapshot`.
 */
export type PodEvent =
  | { readonly type: 'snapshot'; readonly pods: readonly PodSummary[] }
  | { readonly type: 'changed'; readonly pod: PodSummary }
  | { readonly type: 'removed'; readonly uid: string; readonly name: string }
  | { readonly type: 'error'; readonly refusal: Refusal };

/** `GET /api/v1/sessions` → `{ sessions: SessionSummary[] }`: the user's own. `DELETE /api/v1/sessions/:id` ends one (204). */
export interface SessionSummary {
  readonly id: string;
  readonly target: Target;
  readonly state: 'starting' | 'running' | 'detached' | 'ending' | 'ended';
  /** RFC 3339. */
  readonly createdAt: string;
  readonly viewers: number;
  /** Output bytes so far. */
  readonly offset: number;
}

/**
 * `GET /api/v1/recordings` → `{ recordings: RecordingSummary[] }`: the user's own, the newest first. `GET /api/v1/recordings/:id` is
 * the recording itself, an asciicast.
 */
export interface RecordingSummary {
  readonly id: string;
  /** Of which session. */
  readonly session: string;
  readonly target: Target;
  /** RFC 3339. */
  readonly startedAt: string;
  /** So far. */
  readonly bytes: number;
}

/**
 * `GET /api/v1/sessions/:id/foreground`: what has a session's terminal now.
 *
 * - `prompt`: the shell itself waits for a command.
 * - `program`: a program does; `name` as the container's kernel has it, at most 15 bytes.
 * - `unknown`: it can't be found out, in this container or now.
 */
export type Foreground =
  | { readonly type: 'prompt' }
  | { readonly type: 'program'; readonly name: string }
  | { readonly type: 'unknown' };

/** Body of every REST answer that is not 2xx. */
export interface ErrorBody {
  readonly error: Refusal;
}

/** `GET /api/v1/snippets` → `{ snippets: Snippet[] }`: the commands that the gateway's configuration offers to everybody. */
export interface Snippet {
  readonly name: string;
  /** What is inserted; `{{name}}` and `{{name=default}}` are asked for. */
  readonly text: string;
}
