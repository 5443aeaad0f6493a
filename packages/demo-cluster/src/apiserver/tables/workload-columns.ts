import type { KubeObject } from '../../objects/kube-object.ts';
import type { Workload } from '../../objects/workload.ts';
import { ageColumn, type Column, formatLabels, joinOrNone, nameColumn, wide } from './column.ts';
import { formatDuration } from './duration.ts';

/** batch/v1 CronJob, what its table shows. */
interface CronJob extends KubeObject {
  readonly spec: { readonly schedule?: string; readonly suspend?: boolean };
  readonly status?: { readonly lastScheduleTime?: string };
}

const containers = wide<Workload>({
  name: 'Containers',
  cell: workload => joinOrNone(workload.spec.template.spec.containers.map(container => container.name)),
});

const images = wide<Workload>({
  name: 'Images',
  cell: workload => joinOrNone(workload.spec.template.spec.containers.map(container => container.image)),
});

const selector = wide<Workload>({
  name: 'Selector',
  cell: workload => formatLabels(workload.spec.selector.matchLabels),
});

export const deploymentColumns: readonly Column<Workload>[] = [
  nameColumn,
  { name: 'Ready', cell: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}` },
  count('Up-to-date', workload => workload.status?.updatedReplicas),
  count('Available', workload => workload.status?.availableReplicas),
  ageColumn,
  containers,
  images,
  selector,
];

export const replicaSetColumns: readonly Column<Workload>[] = [
  nameColumn,
  count('Desired', workload => workload.spec.replicas),
  count('Current', workload => workload.status?.replicas),
  count('Ready', workload => workload.status?.readyReplicas),
  ageColumn,
  containers,
  images,
  selector,
];

export const statefulSetColumns: readonly Column<Workload>[] = [
  nameColumn,
  { name: 'Ready', cell: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}` },
  ageColumn,
  containers,
  images,
];

export const daemonSetColumns: readonly Column<Workload>[] = [
  nameColumn,
  count('Desired', workload => workload.status?.desiredNumberScheduled),
  count('Current', workload => workload.status?.currentNumberScheduled),
  count('Ready', workload => workload.status?.numberReady),
  count('Up-to-date', workload => workload.status?.updatedNumberScheduled),
  count('Available', workload => workload.status?.numberAvailable),
  { name: 'Node Selector', cell: ({ spec }) => formatLabels(spec.template.spec.nodeSelector) },
  ageColumn,
  containers,
  images,
  selector,
];

export const jobColumns: readonly Column<Workload>[] = [
  nameColumn,
  { name: 'Status', cell: job => jobStatus(job) },
  { name: 'Completions', cell: ({ spec, status }) => `${status?.succeeded ?? 0}/${spec.completions ?? 1}` },
  { name: 'Duration', cell: (job, now) => jobDuration(job, now) },
  ageColumn,
  containers,
  images,
  selector,
];

export const cronJobColumns: readonly Column<CronJob>[] = [
  nameColumn,
  { name: 'Schedule', cell: ({ spec }) => spec.schedule ?? '' },
  { name: 'Suspend', type: 'boolean', cell: ({ spec }) => String(spec.suspend === true) },
  { name: 'Last Schedule', cell: ({ status }, now) => sinceColumn(status?.lastScheduleTime, now) },
  ageColumn,
];

function sinceColumn(time: string | undefined, now: Date): string {
  return time === undefined ? '<none>' : formatDuration((now.getTime() - Date.parse(time)) / 1000);
}

function count(name: string, read: (workload: Workload) => number | undefined): Column<Workload> {
  return { name, type: 'integer', cell: workload => read(workload) ?? 0 };
}

function jobStatus(job: Workload): string {
  const holds = (type: string) =>
    job.status?.conditions?.some(condition => condition.type === type && condition.status === 'True') ===
    true;
  if (holds('Complete')) return 'Complete';
  return holds('Failed') ? 'Failed' : 'Running';
}

function jobDuration(job: Workload, now: Date): string {
  const { startTime, completionTime } = job.status ?? {};
  if (startTime === undefined) return '';
  const end = completionTime === undefined ? now.getTime() : Date.parse(completionTime);
  return formatDuration((end - Date.parse(startTime)) / 1000);
}
