import type { KubeObject } from '../../objects/kube-object.ts';
import { ageColumn, type Column, nameColumn } from './column.ts';
import { configColumns, namespaceColumns, roleBindingColumns, serviceColumns } from './core-columns.ts';
import { eventColumns } from './event-columns.ts';
import { nodeColumns } from './node-columns.ts';
import { podColumns } from './pod-columns.ts';
import {
  cronJobColumns,
  daemonSetColumns,
  deploymentColumns,
  jobColumns,
  replicaSetColumns,
  statefulSetColumns,
} from './workload-columns.ts';

const createdAt: Column<KubeObject> = {
  name: 'Created At',
  cell: object => object.metadata.creationTimestamp ?? null,
};

const columnsOfKind: Readonly<Record<string, readonly Column<KubeObject>[]>> = {
  CronJob: erase(cronJobColumns),
  ConfigMap: erase(configColumns),
  DaemonSet: erase(daemonSetColumns),
  Deployment: erase(deploymentColumns),
  Event: erase(eventColumns),
  Job: erase(jobColumns),
  Namespace: erase(namespaceColumns),
  Node: erase(nodeColumns),
  Pod: erase(podColumns),
  ReplicaSet: erase(replicaSetColumns),
  RoleBinding: erase(roleBindingColumns),
  ClusterRoleBinding: erase(roleBindingColumns),
  Service: erase(serviceColumns),
  StatefulSet: erase(statefulSetColumns),
  ClusterRole: [nameColumn, createdAt],
  Role: [nameColumn, createdAt],
};

/** The columns of a kind's table. */
export function columnsOf(kind: string): readonly Column<KubeObject>[] {
  return columnsOfKind[kind] ?? [nameColumn, ageColumn];
}

// The store keeps each kind under its own name, so that a kind's columns only ever meet objects of that kind.
function erase<T extends KubeObject>(columns: readonly Column<T>[]): readonly Column<KubeObject>[] {
  return columns as readonly Column<KubeObject>[];
}
