// The parts of Kubernetes' objects that we read. Everything may be absent: servers differ, and old ones know less.
// Source: k8s.io/api `core/v1/types.go`, k8s.io/apimachinery `pkg/apis/meta/v1/types.go`.

export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
}

export interface OwnerReference {
  readonly kind?: string;
  readonly name?: string;
  readonly controller?: boolean;
}

export interface Namespace {
  readonly metadata?: ObjectMeta;
  readonly status?: { readonly phase?: string };
}

export interface KubeNode {
  readonly metadata?: ObjectMeta;
  readonly status?: { readonly nodeInfo?: { readonly operatingSystem?: string } };
}

export interface Pod {
  readonly metadata?: ObjectMeta;
  readonly spec?: PodSpec;
  readonly status?: PodStatus;
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly os?: { readonly name?: string };
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly EphemeralContainer[];
  /** All containers of the pod see each other's processes. */
  readonly shareProcessNamespace?: boolean;
  /** Its containers see the node's processes. */
  readonly hostPID?: boolean;
  readonly securityContext?: SecurityContext;
}

/** Of a pod, or of a container, where it comes before the pod's. */
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
}

export interface Container {
  readonly name?: string;
  readonly image?: string;
  /** Of an init container: `Always` makes it a sidecar. */
  readonly restartPolicy?: string;
  readonly securityContext?: SecurityContext;
}

export interface EphemeralContainer extends Container {
  /** Whose process namespace it joins. */
  readonly targetContainerName?: string;
}

export interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly PodCondition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
}

export interface PodCondition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name?: string;
  readonly image?: string;
  readonly containerID?: string;
  readonly ready?: boolean;
  readonly started?: boolean;
  readonly restartCount?: number;
  /** As whom its first process was started. */
  readonly user?: { readonly linux?: { readonly uid?: number; readonly gid?: number } };
  readonly state?: {
    readonly running?: { readonly startedAt?: string };
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: TerminatedState;
  };
}

export interface TerminatedState {
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface List<Item> {
  readonly metadata?: { readonly resourceVersion?: string; readonly continue?: string };
  readonly items?: readonly Item[];
}

/** The body of every answer that is not 2xx. */
export interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: { readonly kind?: string; readonly name?: string; readonly group?: string };
}

export interface WatchEvent<Item> {
  readonly type?: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object?: Item;
}

export interface SelfSubjectAccessReview {
  readonly status?: {
    readonly allowed?: boolean;
    readonly reason?: string;
    /** Parts of the answer could not be found out. */
    readonly evaluationError?: string;
  };
}

export interface SelfSubjectReview {
  readonly status?: {
    readonly userInfo?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
  };
}
