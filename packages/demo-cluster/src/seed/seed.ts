import { randomUUID } from 'node:crypto';
import { storeName, typeOfKind } from '../apiserver/resource-types.ts';
import type { ObjectStore } from '../object-store.ts';
import { formatTime, type KubeObject } from '../objects/kube-object.ts';
import type { Node } from '../objects/node.ts';
import { ago } from './ages.ts';
import { company, type Plan } from './company.ts';
import { type Crowd, crowdOf, crowdPlaces } from './crowd.ts';
import { seedNodes } from './nodes.ts';
import { plant } from './plant.ts';
import { seedBindings, seedRoles } from './rbac.ts';

const namespaces = [
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
  'monitoring',
  'payments',
  'platform',
  'shop',
];

/**
 * Fills an empty store with the company: everything but what its kubelets and controllers bring about themselves.
 * `extraPods`: how many more it has, in namespaces of their own.
 */
export function seed(store: ObjectStore, now: Date, extraPods = 0): void {
  const founded = ago(now, '212d');
  for (const name of namespaces) addNamespace(store, name, founded);
  for (const object of [...seedRoles(founded), ...seedBindings(founded), ...seedNodes(now)])
    add(store, object);
  add(store, kubernetesService(founded));
  for (const plan of company) {
    plant(store, plan, { now });
    if (plan.port !== undefined) add(store, serviceOf(plan, now));
  }
  seedCrowd(store, crowdOf(extraPods), now);
}

function seedCrowd(store: ObjectStore, crowd: Crowd, now: Date): void {
  for (const name of crowd.namespaces) addNamespace(store, name, ago(now, '60d'));
  const place = crowdPlaces(store.list('nodes') as readonly Node[], now);
  for (const plan of crowd.plans) plant(store, plan, { now, place });
}

function addNamespace(store: ObjectStore, name: string, createdAt: Date): void {
  add(store, namespaceOf(name, createdAt));
  add(store, rootCertificates(name, createdAt));
}

function namespaceOf(name: string, createdAt: Date): KubeObject {
  return {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { ...metadataOf(name, createdAt), labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

function rootCertificates(namespace: string, createdAt: Date): KubeObject & { data: object } {
  return {
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { ...metadataOf('kube-root-ca.crt', createdAt), namespace },
    data: { 'ca.crt': '' },
  };
}

function kubernetesService(createdAt: Date): KubeObject {
  const ports = [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }];
  const spec = { type: 'ClusterIP', clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ports };
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { ...metadataOf('kubernetes', createdAt), namespace: 'default' },
    spec,
    status: { loadBalancer: {} },
  };
}

function serviceOf({ name, namespace, port = 0, age }: Plan, now: Date): KubeObject {
  const clusterIP = serviceAddress(name);
  const ports = [{ port, protocol: 'TCP', targetPort: port }];
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { ...metadataOf(name, ago(now, age)), namespace, labels: { app: name } },
    spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ports, selector: { app: name } },
    status: { loadBalancer: {} },
  };
}

// Any address of the service network, the same for the same name.
function serviceAddress(name: string): string {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 60_000, 7);
  return `10.96.${Math.floor(sum / 250)}.${(sum % 250) + 2}`;
}

function metadataOf(name: string, createdAt: Date) {
  return { name, uid: randomUUID(), creationTimestamp: formatTime(createdAt) };
}

function add(store: ObjectStore, object: KubeObject): void {
  store.create(storeName(typeOfKind(object.kind)), object);
}
