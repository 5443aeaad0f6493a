import { randomUUID } from 'node:crypto';
import { controllerReference } from '../controllers/pod-template.ts';
import { formatTime, type KubeObject } from '../objects/kube-object.ts';
import type { PodTemplate, Workload, WorkloadStatus } from '../objects/workload.ts';
import { ago } from './ages.ts';
import type { Plan, Story } from './company.ts';

export const defaultStory: Story = { type: 'running' };

/** The workload of a plan, without what it controls. */
export function workloadOf(plan: Plan, now: Date, controller?: KubeObject): Workload {
  const { kind, namespace, replicas = 1 } = plan;
  const name = plan.schedule === undefined ? plan.name : dueName(plan, now);
  const labels = labelsOf(plan);
  const uid = randomUUID();
  return {
    kind,
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: formatTime(ago(now, plan.age)),
      generation: 1,
      labels,
      ...(controller === undefined ? {} : { ownerReferences: [controllerReference(controller)] }),
    },
    spec: {
      ...(kind === 'Deployment' || kind === 'StatefulSet' ? { replicas } : {}),
      ...(kind === 'StatefulSet' ? { serviceName: name, podManagementPolicy: 'OrderedReady' } : {}),
      ...(kind === 'Job' ? { completions: 1, parallelism: 1, backoffLimit: 6 } : {}),
      ...strategyOf(kind),
      selector: {
        matchLabels: kind === 'Job' ? { 'batch.kubernetes.io/controller-uid': uid } : { app: name },
      },
      template: templateOf(plan),
    },
    ...(kind === 'Job' ? { status: jobStatus(plan, now) } : {}),
  };
}

/** The cron job that made the plan's job, where one did. */
export function cronJobOf(plan: Plan, now: Date): KubeObject | undefined {
  const { namespace, name, schedule } = plan;
  if (schedule === undefined) return undefined;
  const metadata = { name, namespace, uid: randomUUID(), labels: labelsOf(plan) };
  const lastScheduleTime = formatTime(ago(now, plan.age));
  return {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata: { ...metadata, creationTimestamp: formatTime(ago(now, '143d')), generation: 1 },
    spec: {
      schedule,
      concurrencyPolicy: 'Allow',
      suspend: false,
      jobTemplate: { spec: { template: templateOf(plan) } },
    },
    status: { lastScheduleTime, lastSuccessfulTime: lastScheduleTime },
  };
}

// A cron job names its jobs after the minute that they were due, counted from 1970.
function dueName({ name, age }: Plan, now: Date): string {
  return `${name}-${Math.floor(ago(now, age).getTime() / 60_000)}`;
}

function strategyOf(kind: Plan['kind']): object {
  const rollingUpdate = { maxSurge: '25%', maxUnavailable: '25%' };
  if (kind === 'Deployment') {
    return {
      strategy: { type: 'RollingUpdate', rollingUpdate },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    };
  }
  return kind === 'Job' ? {} : { updateStrategy: { type: 'RollingUpdate' }, revisionHistoryLimit: 10 };
}

function jobStatus({ story = defaultStory, age }: Plan, now: Date): WorkloadStatus {
  const start = ago(now, age);
  if (story.type !== 'completed') return { startTime: formatTime(start), active: 1, ready: 1 };
  const end = formatTime(new Date(start.getTime() + story.seconds * 1000));
  const reached = {
    status: 'True',
    lastProbeTime: end,
    lastTransitionTime: end,
    reason: 'CompletionsReached',
  } as const;
  const message = 'Reached expected number of succeeded pods';
  const conditions = ['SuccessCriteriaMet', 'Complete'].map(type => ({ type, ...reached, message }));
  return { startTime: formatTime(start), completionTime: end, succeeded: 1, ready: 0, conditions };
}

/** What the plan's pods are made from. */
export function templateOf(plan: Plan): PodTemplate {
  const metadata = {
    labels: labelsOf(plan),
    ...(plan.annotations === undefined ? {} : { annotations: plan.annotations }),
  };
  return { metadata, spec: plan.pod };
}

function labelsOf({ name, tier }: Plan): Readonly<Record<string, string>> {
  return { app: name, tier };
}
