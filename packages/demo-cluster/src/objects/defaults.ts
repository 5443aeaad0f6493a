import { randomUUID } from 'node:crypto';
import { formatTime, type ObjectMeta } from './kube-object.ts';
import type { ContainerDefinition, Pod, PodSpec } from './pod.ts';

const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Random characters as Kubernetes puts them behind a name; without vowels, so that they spell nothing. */
export function randomSuffix(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return [...bytes].map(byte => nameAlphabet[byte % nameAlphabet.length]).join('');
}

/** What the API server adds to the metadata of a new object. */
export function newMetadata(metadata: ObjectMeta, now: Date): ObjectMeta {
  const { generateName } = metadata;
  const name =
    metadata.name === undefined || metadata.name === ''
      ? `${generateName ?? ''}${randomSuffix(5)}`
      : metadata.name;
  return {
    ...metadata,
    name,
    uid: metadata.uid ?? randomUUID(),
    creationTimestamp: metadata.creationTimestamp ?? formatTime(now),
  };
}

const tolerations = ['not-ready', 'unreachable'].map(condition => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

const accessVolume = {
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
    {
      downwardAPI: {
        items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
      },
    },
  ],
};

/** Fills in what a pod's author left out, as the API server's defaults and admission do. */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  const volume = `kube-api-access-${randomSuffix(5)}`;
  const complete = (container: ContainerDefinition) => defaultContainer(container, volume);
  const { volumes = [] } = spec as { volumes?: readonly object[] };
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'default',
    serviceAccount: 'default',
    securityContext: {},
    schedulerName: 'default-scheduler',
    tolerations,
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    ...spec,
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(complete) }),
    containers: spec.containers.map(complete),
    volumes: [...volumes, { name: volume, projected: accessVolume }],
  };
}

/** Fills in what a container's author left out; `volume` is where its account's token is. */
export function defaultContainer(container: ContainerDefinition, volume?: string): ContainerDefinition {
  const { volumeMounts = [] } = container as { volumeMounts?: readonly object[] };
  const access = { name: volume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: /:(?!latest$)[^/]+$/.test(container.image) ? 'IfNotPresent' : 'Always',
    ...container,
    ...(volume === undefined ? {} : { volumeMounts: [...volumeMounts, access] }),
  };
}

interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** The pod's quality of service, by what its containers ask for. */
export function qosClass(pod: Pick<Pod, 'spec'>): string {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
    container => ((container as { resources?: Resources }).resources ?? {}) as Resources,
  );
  if (all.every(({ requests, limits }) => requests === undefined && limits === undefined))
    return 'BestEffort';
  const guaranteed = all.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(key => limits?.[key] !== undefined && (requests ?? limits)[key] === limits[key]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
