/** One kind of object that the API serves. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
}

export interface Subresource {
  readonly name: string;
  readonly verbs: readonly string[];
  /** Where it differs from the resource's own. */
  readonly kind?: string;
  readonly group?: string;
}

const stored = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const status: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] };
const scale: Subresource = {
  name: 'scale',
  verbs: ['get', 'patch', 'update'],
  group: 'autoscaling',
  kind: 'Scale',
};
const all = ['all'];

/** Everything that the API serves, in the order of discovery. */
export const resourceTypes: readonly ResourceType[] = [
  core('ConfigMap', { shortNames: ['cm'] }),
  core('Event', { shortNames: ['ev'] }),
  core('Namespace', { shortNames: ['ns'], namespaced: false, subresources: [status] }),
  core('Node', { shortNames: ['no'], namespaced: false, subresources: [status] }),
  core('Pod', {
    shortNames: ['po'],
    categories: all,
    subresources: [
      { name: 'attach', verbs: ['create', 'get'], kind: 'PodAttachOptions' },
      { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'] },
      { name: 'exec', verbs: ['create', 'get'], kind: 'PodExecOptions' },
      { name: 'log', verbs: ['get'] },
      status,
    ],
  }),
  core('Service', { shortNames: ['svc'], categories: all }),
  apps('DaemonSet', { shortNames: ['ds'] }),
  apps('Deployment', { shortNames: ['deploy'], subresources: [scale, status] }),
  apps('ReplicaSet', { shortNames: ['rs'], subresources: [scale, status] }),
  apps('StatefulSet', { shortNames: ['sts'], subresources: [scale, status] }),
  define({ group: 'batch', kind: 'CronJob', shortNames: ['cj'], categories: all, subresources: [status] }),
  define({ group: 'batch', kind: 'Job', categories: all, subresources: [status] }),
  rbac('ClusterRole', { namespaced: false }),
  rbac('ClusterRoleBinding', { namespaced: false }),
  rbac('Role', {}),
  rbac('RoleBinding', {}),
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
];

/** The store's name of a type, e.g. `pods` or `deployments.apps`. */
export function storeName(type: { readonly group: string; readonly plural: string }): string {
  return type.group === '' ? type.plural : `${type.plural}.${type.group}`;
}

/** `v1` or `apps/v1`. */
export function groupVersion(type: { readonly group: string; readonly version: string }): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** The type that a URL names. */
export function findResourceType(
  place: Pick<ResourceType, 'group' | 'version'> & { readonly resource: string },
): ResourceType | undefined {
  return resourceTypes.find(
    type => type.group === place.group && type.version === place.version && type.plural === place.resource,
  );
}

/** The type of an object, by its kind and group. */
export function typeOfKind(kind: string): ResourceType {
  const type = resourceTypes.find(candidate => candidate.kind === kind);
  if (type === undefined) throw new TypeError(`kind must be one that the API serves, got ${kind}`);
  return type;
}

type Details = Partial<Omit<ResourceType, 'kind'>>;

function core(kind: string, details: Details): ResourceType {
  return define({ kind, ...details });
}

function apps(kind: string, details: Details): ResourceType {
  return define({ group: 'apps', kind, categories: all, subresources: [status], ...details });
}

function rbac(kind: string, details: Details): ResourceType {
  return define({ group: 'rbac.authorization.k8s.io', kind, ...details });
}

function review(group: string, kind: string): ResourceType {
  return define({ group, kind, namespaced: false, verbs: ['create'] });
}

function define(details: Details & { readonly kind: string }): ResourceType {
  const singular = details.kind.toLowerCase();
  return {
    group: '',
    version: 'v1',
    plural: `${singular}s`,
    singular,
    shortNames: [],
    namespaced: true,
    categories: [],
    verbs: stored,
    subresources: [],
    ...details,
  };
}
