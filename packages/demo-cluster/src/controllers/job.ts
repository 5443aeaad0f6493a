import { formatTime } from '../objects/kube-object.ts';
import type { Workload, WorkloadStatus } from '../objects/workload.ts';
import { type ControllerContext, createPod, isActive, podsOf, writeStatus } from './pod-control.ts';
import { newPod } from './pod-template.ts';

/** Job: a pod until one has completed. */
export function reconcileJob(context: ControllerContext, job: Workload): void {
  const { store, now } = context;
  if (job.status?.completionTime !== undefined) return;
  const pods = podsOf(store, job);
  const succeeded = pods.filter(pod => pod.status.phase === 'Succeeded').length;
  const failed = pods.filter(pod => pod.status.phase === 'Failed').length;
  const { completions = 1 } = job.spec;
  if (succeeded < completions && !pods.some(isActive)) {
    createPod(context, job, newPod(job, { createdAt: now(), labels: jobLabels(job) }));
  }
  const active = podsOf(store, job).filter(isActive).length;
  const startTime = job.status?.startTime ?? formatTime(now());
  const progress = {
    startTime,
    ...(active === 0 ? {} : { active, ready: active }),
    ...(failed === 0 ? {} : { failed }),
  };
  writeStatus(
    store,
    'jobs.batch',
    job,
    succeeded < completions ? progress : completed(progress, succeeded, now()),
  );
}

/** The labels that a job gives its pods. */
export function jobLabels({ metadata }: Workload): Readonly<Record<string, string>> {
  const { name, uid = '' } = metadata;
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'job-name': name,
  };
}

function completed(progress: WorkloadStatus, succeeded: number, now: Date): WorkloadStatus {
  const { active: _, ready: __, ...rest } = progress;
  const time = formatTime(now);
  const reached = {
    status: 'True',
    lastProbeTime: time,
    lastTransitionTime: time,
    reason: 'CompletionsReached',
  } as const;
  const message = 'Reached expected number of succeeded pods';
  const conditions = ['SuccessCriteriaMet', 'Complete'].map(type => ({ type, ...reached, message }));
  return { ...rest, succeeded, completionTime: time, conditions };
}
