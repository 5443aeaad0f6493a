import { createHash, randomUUID } from 'node:crypto';
import type { ObjectStore } from '../object-store.ts';
import { formatTime, objectKey } from '../objects/kube-object.ts';
import type { PodTemplate, Workload } from '../objects/workload.ts';
import { ownedBy } from './owned.ts';
import { controllerReference } from './pod-template.ts';

const hashLabel = 'pod-template-hash';
const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Gives the deployment the replica set of its template, and that one all of its replicas. */
export function reconcileDeployment(store: ObjectStore, deployment: Workload, now: Date): void {
  const owned = replicaSetsOf(store, deployment);
  const wanted = newReplicaSet(deployment, { createdAt: now, revision: owned.length + 1 });
  const current = owned.find(set => set.metadata.name === wanted.metadata.name);
  const { replicas = 1 } = deployment.spec;
  if (current === undefined) store.create('replicasets.apps', wanted);
  for (const set of owned) scale(store, set, set === current ? replicas : 0);
  writeStatus(store, deployment, now);
}

/** The replica set of the deployment's template, named after it. */
export function newReplicaSet(
  deployment: Workload,
  details: { createdAt: Date; revision: number },
): Workload {
  const { metadata, spec } = deployment;
  const hash = hashOf(spec.template);
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  return {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      uid: randomUUID(),
      creationTimestamp: formatTime(details.createdAt),
      generation: 1,
      labels,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(spec.replicas ?? 1),
        [revisionAnnotation]: String(details.revision),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: spec.replicas ?? 1,
      selector: { matchLabels: { ...spec.selector.matchLabels, [hashLabel]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

function replicaSetsOf(store: ObjectStore, deployment: Workload): readonly Workload[] {
  return ownedBy(store, 'replicasets.apps', deployment) as readonly Workload[];
}

function hashOf(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  return [...digest.subarray(0, 10)].map(byte => 'bcdfghjklmnpqrstvwxz2456789'[byte % 27]).join('');
}

function scale(store: ObjectStore, set: Workload, replicas: number): void {
  store.update<Workload>('replicasets.apps', objectKey(set.metadata), current =>
    current.spec.replicas === replicas ? current : { ...current, spec: { ...current.spec, replicas } },
  );
}

function writeStatus(store: ObjectStore, deployment: Workload, now: Date): void {
  const sets = replicaSetsOf(store, deployment);
  const current = sets.find(set => set.metadata.labels?.[hashLabel] === hashOf(deployment.spec.template));
  const sum = (read: (set: Workload) => number | undefined) =>
    sets.reduce((total, set) => total + (read(set) ?? 0), 0);
  const ready = sum(set => set.status?.readyReplicas);
  const replicas = sum(set => set.status?.replicas);
  const { replicas: wanted = 1 } = deployment.spec;
  store.update<Workload>('deployments.apps', objectKey(deployment.metadata), ({ status, ...rest }) => ({
    ...rest,
    status: {
      observedGeneration: rest.metadata.generation ?? 1,
      replicas,
      updatedReplicas: current?.status?.replicas ?? 0,
      ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
      ...(ready < wanted ? { unavailableReplicas: wanted - ready } : {}),
      conditions: conditionsOf({
        deployment,
        status,
        available: ready >= Math.floor(wanted * 0.75),
        now,
        set: current,
      }),
    },
  }));
}

function conditionsOf(facts: {
  deployment: Workload;
  status: Workload['status'];
  available: boolean;
  now: Date;
  set: Workload | undefined;
}) {
  const { status, available, deployment } = facts;
  const before = status?.conditions?.find(condition => condition.type === 'Available');
  const now = formatTime(facts.now);
  const since = before?.status === (available ? 'True' : 'False') ? (before.lastTransitionTime ?? now) : now;
  const created = deployment.metadata.creationTimestamp ?? now;
  return [
    {
      type: 'Available',
      status: available ? ('True' as const) : ('False' as const),
      lastUpdateTime: since,
      lastTransitionTime: since,
      reason: available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: available
        ? 'Deployment has minimum availability.'
        : 'Deployment does not have minimum availability.',
    },
    {
      type: 'Progressing',
      status: 'True' as const,
      lastUpdateTime: created,
      lastTransitionTime: created,
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${facts.set?.metadata.name ?? ''}" has successfully progressed.`,
    },
  ];
}
