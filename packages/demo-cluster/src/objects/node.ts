import type { Condition, KubeObject } from './kube-object.ts';

/** core/v1 Node, what the demo cluster uses of it. */
export interface Node extends KubeObject {
  readonly spec: NodeSpec;
  readonly status: NodeStatus;
}

export interface NodeSpec {
  readonly podCIDR?: string;
  readonly unschedulable?: boolean;
  readonly taints?: readonly Taint[];
  readonly [field: string]: unknown;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly timeAdded?: string;
}

export interface NodeStatus {
  readonly conditions: readonly Condition[];
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  readonly nodeInfo: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** The node's address inside the cluster. */
export function internalAddress(node: Node): string {
  return node.status.addresses.find(address => address.type === 'InternalIP')?.address ?? '';
}

/** Whether the node's kubelet reports. */
export function isReady(node: Node): boolean {
  return node.status.conditions.some(condition => condition.type === 'Ready' && condition.status === 'True');
}
