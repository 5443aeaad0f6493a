import { randomUUID } from 'node:crypto';
import { serverVersion } from '../apiserver/version.ts';
import { type Condition, formatTime } from '../objects/kube-object.ts';
import type { Node, Taint } from '../objects/node.ts';
import { ago } from './ages.ts';

/** The node whose kubelet has not been heard of for hours. */
export const lostNode = 'fra1-worker-3';

interface NodePlan {
  readonly name: string;
  readonly address: string;
  readonly podCIDR: string;
  readonly role?: string;
  readonly lost?: boolean;
}

const plans: readonly NodePlan[] = [
  { name: 'fra1-cp-1', address: '10.20.0.11', podCIDR: '10.244.0.0/24', role: 'control-plane' },
  { name: 'fra1-worker-1', address: '10.20.0.21', podCIDR: '10.244.1.0/24' },
  { name: 'fra1-worker-2', address: '10.20.0.22', podCIDR: '10.244.2.0/24' },
  { name: lostNode, address: '10.20.0.23', podCIDR: '10.244.3.0/24', lost: true },
];

/** One control plane, two workers, and one that is lost. */
export function seedNodes(now: Date): readonly Node[] {
  return plans.map(plan => nodeOf(plan, now));
}

function nodeOf(plan: NodePlan, now: Date): Node {
  const createdAt = ago(now, '212d');
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': plan.name,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/region': 'fra1',
    ...(plan.role === undefined ? {} : { [`node-role.kubernetes.io/${plan.role}`]: '' }),
  };
  const taints = taintsOf(plan, now);
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: { name: plan.name, uid: randomUUID(), creationTimestamp: formatTime(createdAt), labels },
    spec: { podCIDR: plan.podCIDR, podCIDRs: [plan.podCIDR], ...(taints.length === 0 ? {} : { taints }) },
    status: {
      capacity: { cpu: '8', memory: '32768000Ki', pods: '110', 'ephemeral-storage': '101430960Ki' },
      allocatable: { cpu: '7800m', memory: '31744000Ki', pods: '110', 'ephemeral-storage': '93478772582' },
      conditions: conditionsOf(plan, { now, createdAt }),
      addresses: [
        { type: 'InternalIP', address: plan.address },
        { type: 'Hostname', address: plan.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
      nodeInfo: nodeInfo(),
      declaredFeatures: ['ExtendWebSocketsToKubelet'],
    },
  };
}

function nodeInfo(): Readonly<Record<string, string>> {
  return {
    machineID: randomUUID().replaceAll('-', ''),
    systemUUID: randomUUID(),
    bootID: randomUUID(),
    kernelVersion: '6.12.38+deb13-amd64',
    osImage: 'Debian GNU/Linux 13 (trixie)',
    containerRuntimeVersion: 'containerd://2.1.9',
    kubeletVersion: serverVersion.gitVersion,
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}

function taintsOf(plan: NodePlan, now: Date): readonly Taint[] {
  if (plan.role === 'control-plane')
    return [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
  if (plan.lost !== true) return [];
  const timeAdded = formatTime(ago(now, '3h'));
  const key = 'node.kubernetes.io/unreachable';
  return [
    { key, effect: 'NoSchedule', timeAdded },
    { key, effect: 'NoExecute', timeAdded },
  ];
}

const healthy = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
] as const;

function conditionsOf(plan: NodePlan, times: { now: Date; createdAt: Date }): readonly Condition[] {
  const lost = plan.lost === true;
  const lastHeartbeatTime = formatTime(lost ? ago(times.now, '3h') : times.now);
  const lastTransitionTime = formatTime(lost ? ago(times.now, '3h') : times.createdAt);
  const unknown = {
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  } as const;
  return healthy.map(condition => ({
    ...condition,
    ...(lost ? unknown : {}),
    lastHeartbeatTime,
    lastTransitionTime,
  }));
}
