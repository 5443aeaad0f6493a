import type { RoleBinding } from '../../access/rbac-objects.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { ageColumn, type Column, formatLabels, joinOrNone, nameColumn, wide } from './column.ts';

export const namespaceColumns: readonly Column<KubeObject & { status?: { phase?: string } }>[] = [
  nameColumn,
  { name: 'Status', cell: namespace => namespace.status?.phase ?? '' },
  ageColumn,
];

/** core/v1 Service, what its table shows. */
interface Service extends KubeObject {
  readonly spec: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
    readonly selector?: Readonly<Record<string, string>>;
  };
}

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  { name: 'Type', cell: service => service.spec.type ?? 'ClusterIP' },
  { name: 'Cluster-IP', cell: service => service.spec.clusterIP ?? '<none>' },
  { name: 'External-IP', cell: () => '<none>' },
  {
    name: 'Port(s)',
    cell: ({ spec }) => joinOrNone(spec.ports?.map(({ port, protocol }) => `${port}/${protocol ?? 'TCP'}`)),
  },
  ageColumn,
  wide({ name: 'Selector', cell: service => formatLabels(service.spec.selector) }),
];

export const configColumns: readonly Column<KubeObject & { data?: Readonly<Record<string, string>> }>[] = [
  nameColumn,
  { name: 'Data', type: 'integer', cell: config => Object.keys(config.data ?? {}).length },
  ageColumn,
];

export const roleBindingColumns: readonly Column<RoleBinding>[] = [
  nameColumn,
  { name: 'Role', cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn,
];
