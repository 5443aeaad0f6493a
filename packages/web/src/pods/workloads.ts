import type { PodSummary } from '@podbay/protocol';
import { podTone, type Tone } from './tone.ts';

/** The pods of a workload; those that have none are together under an `owner` that is `null`. */
export interface Workload {
  /** Unique in the context. */
  readonly key: string;
  readonly namespace: string;
  readonly owner: PodSummary['owner'];
  readonly pods: readonly PodSummary[];
  /** Pods whose containers are all ready. */
  readonly ready: number;
  /** Of the pod that is worst off. */
  readonly tone: Tone;
}

/** Groups pods, which are sorted by namespace, by workload: in each namespace by name, bare pods last. */
export function groupByWorkload(pods: readonly PodSummary[]): readonly Workload[] {
  const groups = Map.groupBy(pods, keyOf);
  return [...groups]
    .map(([key, members]) => toWorkload(key, members))
    .sort((a, b) => compare(a.namespace, b.namespace) || compareOwners(a.owner, b.owner));
}

function keyOf({ namespace, owner }: PodSummary): string {
  return `${namespace}/${owner === null ? '' : `${owner.kind}/${owner.name}`}`;
}

function toWorkload(key: string, pods: readonly PodSummary[]): Workload {
  const tones = new Set(pods.map(podTone));
  return {
    key,
    namespace: pods[0]?.namespace ?? '',
    owner: pods[0]?.owner ?? null,
    pods,
    ready: pods.filter(pod => pod.total > 0 && pod.ready === pod.total).length,
    tone: worstFirst.find(tone => tones.has(tone)) ?? 'idle',
  };
}

const worstFirst: readonly Tone[] = ['bad', 'warn', 'pending', 'ok', 'idle'];

function compareOwners(a: Workload['owner'], b: Workload['owner']): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a.name, b.name) || compare(a.kind, b.kind);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
