import { randomUUID } from 'node:crypto';
import { defaultPodSpec, qosClass, randomSuffix } from '../objects/defaults.ts';
import { formatTime, type KubeObject, type OwnerReference } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import type { PodTemplate, Workload } from '../objects/workload.ts';

/** A pod as a workload makes it from its template. `name` where the workload chooses it, `nodeName` where it chooses that. */
export function newPod(
  owner: Workload,
  details: {
    readonly createdAt: Date;
    readonly name?: string;
    readonly nodeName?: string;
    readonly labels?: Readonly<Record<string, string>>;
  },
): Pod {
  const { template } = owner.spec;
  const { namespace = '' } = owner.metadata;
  const name = details.name ?? `${owner.metadata.name}-${randomSuffix(5)}`;
  const annotations = template.metadata?.annotations;
  const spec = defaultPodSpec(withNode(template, details.nodeName));
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      name,
      ...(details.name === undefined ? { generateName: `${owner.metadata.name}-` } : {}),
      namespace,
      uid: randomUUID(),
      creationTimestamp: formatTime(details.createdAt),
      labels: { ...template.metadata?.labels, ...details.labels },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    spec,
    status: { phase: 'Pending', qosClass: qosClass({ spec }) },
  };
}

/** Says that `owner` controls the object that bears this reference. */
export function controllerReference({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  const { name, uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function withNode({ spec }: PodTemplate, nodeName: string | undefined) {
  return nodeName === undefined ? spec : { ...spec, nodeName };
}
