import type { Condition, KubeObject } from './kube-object.ts';

/** core/v1 Pod, what the demo cluster uses of it. */
export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status: PodStatus;
}

export interface PodSpec {
  readonly containers: readonly ContainerDefinition[];
  readonly initContainers?: readonly ContainerDefinition[];
  readonly ephemeralContainers?: readonly EphemeralContainer[];
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly hostNetwork?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly [field: string]: unknown;
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: readonly EnvironmentVariable[];
  readonly tty?: boolean;
  readonly stdin?: boolean;
  /** Of an init container: `Always` makes it a sidecar. */
  readonly restartPolicy?: 'Always';
  readonly securityContext?: { readonly capabilities?: { readonly add?: readonly string[] } };
  readonly [field: string]: unknown;
}

export interface EphemeralContainer extends ContainerDefinition {
  readonly targetContainerName?: string;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
}

export interface PodStatus {
  readonly phase: PodPhase;
  readonly conditions?: readonly Condition[];
  readonly reason?: string;
  readonly message?: string;
  readonly hostIP?: string;
  readonly hostIPs?: readonly { readonly ip: string }[];
  readonly podIP?: string;
  readonly podIPs?: readonly { readonly ip: string }[];
  readonly startTime?: string;
  readonly qosClass?: string;
  readonly nominatedNodeName?: string;
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly ephemeralContainerStatuses?: readonly ContainerStatus[];
  readonly [field: string]: unknown;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly containerID?: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState: ContainerState;
  readonly [field: string]: unknown;
}

/** Exactly one of the three, or none at all. */
export interface ContainerState {
  readonly waiting?: WaitingState;
  readonly running?: { readonly startedAt: string };
  readonly terminated?: TerminatedState;
}

export interface WaitingState {
  readonly reason: string;
  readonly message?: string;
}

export interface TerminatedState {
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly containerID?: string;
}

/** Every container of the pod, in the order in which Kubernetes visits them: init, main, ephemeral. */
export function allContainers(pod: Pod): readonly ContainerDefinition[] {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  return [...initContainers, ...containers, ...ephemeralContainers];
}

/** The status of every container of the pod that has one. */
export function allStatuses(pod: Pod): readonly ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod.status;
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
}

/** An init container that goes on running beside the main ones. */
export function isSidecar(container: ContainerDefinition): boolean {
  return container.restartPolicy === 'Always';
}
