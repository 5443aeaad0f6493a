import type { PodSummary } from '@podbay/protocol';
import type { ObjectMeta } from './kubernetes-types.ts';

type Owner = NonNullable<PodSummary['owner']>;

/**
 * The workload that a pod belongs to, as far as the pod itself tells: its controller, or, where that one's name says so, the
 * Deployment or CronJob behind it. Nothing is asked for it.
 */
export function findOwner(metadata: ObjectMeta | undefined): PodSummary['owner'] {
  const references = metadata?.ownerReferences ?? [];
  const { kind = '', name = '' } =
    references.find(({ controller }) => controller === true) ?? references[0] ?? {};
  if (name === '') return null;
  if (kind === 'ReplicaSet') return deploymentOf(name, metadata) ?? { kind, name };
  if (kind === 'Job') return cronJobOf(name, metadata) ?? { kind, name };
  return { kind, name };
}

/** A ReplicaSet of a Deployment is named after it and the hash of its pods' template, which they bear as a label. */
function deploymentOf(replicaSet: string, metadata: ObjectMeta | undefined): Owner | undefined {
  const hash = metadata?.labels?.['pod-template-hash'] ?? '';
  if (hash === '' || !replicaSet.endsWith(`-${hash}`)) return undefined;
  return { kind: 'Deployment', name: replicaSet.slice(0, -`-${hash}`.length) };
}

const minuteMs = 60_000;
// A Job may start late and be tried again for long; a clock may be off by a little.
const earliestMs = 14 * 24 * 60 * minuteMs;
const latestMs = 5 * minuteMs;

/**
 * A Job of a CronJob is named after it and the minute that it was due, counted from 1970 (`getJobName` in Kubernetes'
 * cronjob controller). Its pods say no more, so the number counts only where it is a time shortly before the pod's.
 */
function cronJobOf(job: string, metadata: ObjectMeta | undefined): Owner | undefined {
  const [, name, minutes] = /^(.+)-(\d{8})$/.exec(job) ?? [];
  if (name === undefined) return undefined;
  const sinceDueMs = Date.parse(metadata?.creationTimestamp ?? '') - Number(minutes) * minuteMs;
  return sinceDueMs >= -latestMs && sinceDueMs <= earliestMs ? { kind: 'CronJob', name } : undefined;
}
