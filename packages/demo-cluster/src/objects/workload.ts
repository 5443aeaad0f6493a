import type { Condition, KubeObject, ObjectMeta } from './kube-object.ts';
import type { PodSpec } from './pod.ts';

/** The label selector of a workload. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

export interface PodTemplate {
  readonly metadata?: Pick<ObjectMeta, 'labels' | 'annotations'>;
  readonly spec: PodSpec;
}

/** apps/v1 Deployment, ReplicaSet, StatefulSet or DaemonSet, or batch/v1 Job: they share what the demo cluster uses. */
export interface Workload extends KubeObject {
  readonly spec: WorkloadSpec;
  readonly status?: WorkloadStatus;
}

export interface WorkloadSpec {
  readonly replicas?: number;
  readonly completions?: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
  readonly serviceName?: string;
  readonly [field: string]: unknown;
}

export interface WorkloadStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly currentNumberScheduled?: number;
  readonly numberReady?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly succeeded?: number;
  readonly active?: number;
  readonly failed?: number;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly conditions?: readonly Condition[];
  readonly [field: string]: unknown;
}
