import { randomUUID } from 'node:crypto';
import type { PolicyRule, Role, RoleBinding, Subject } from '../access/rbac-objects.ts';
import { type Account, newToken } from '../access/users.ts';
import { formatTime } from '../objects/kube-object.ts';

/** Who works with the demo cluster, each with other rights. */
export const userNames = ['admin', 'dev', 'viewer', 'get-only', 'no-namespaces', 'expired'] as const;

export type UserName = (typeof userNames)[number];

/** The namespaces that users' contexts prefer. */
export const preferredNamespaces: Readonly<Partial<Record<UserName, string>>> = {
  admin: 'shop',
  dev: 'shop',
  'get-only': 'shop',
  'no-namespaces': 'payments',
};

const hourMs = 3_600_000;

/** The users with new tokens; that of `expired` ran out an hour ago. */
export function seedAccounts(now: Date): readonly Account[] {
  return userNames.map(name => ({
    name,
    uid: randomUUID(),
    groups: name === 'admin' ? ['podbay:cluster-admins'] : ['podbay:staff'],
    token: newToken(),
    ...(name === 'expired' ? { expiresAt: new Date(now.getTime() - hourMs) } : {}),
  }));
}

const rbac = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const coreResources = ['configmaps', 'events', 'pods', 'pods/log', 'pods/status', 'services'];
const scales = ['deployments/scale', 'replicasets/scale', 'statefulsets/scale'];
const appsResources = ['daemonsets', 'deployments', 'replicasets', 'statefulsets'];

const viewRules: readonly PolicyRule[] = [
  { verbs: read, apiGroups: [''], resources: [...coreResources, 'namespaces'] },
  { verbs: read, apiGroups: ['apps'], resources: [...appsResources, ...scales] },
  { verbs: read, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
];

const editRules: readonly PolicyRule[] = [
  ...viewRules,
  { verbs: [...read, ...write], apiGroups: [''], resources: ['pods/attach', 'pods/exec'] },
  {
    verbs: write,
    apiGroups: [''],
    resources: ['configmaps', 'pods', 'pods/ephemeralcontainers', 'services'],
  },
  { verbs: write, apiGroups: ['apps'], resources: [...appsResources, ...scales] },
  { verbs: write, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
];

const healthPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

const clusterRoles: Readonly<Record<string, readonly PolicyRule[]>> = {
  'cluster-admin': [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ],
  edit: editRules,
  view: viewRules,
  'cluster-reader': [{ verbs: read, apiGroups: [''], resources: ['namespaces', 'nodes'] }],
  // Enough for a WebSocket up to Kubernetes 1.34, and no longer.
  'exec-get-only': [
    ...viewRules,
    { verbs: ['get'], apiGroups: [''], resources: ['pods/attach', 'pods/exec'] },
  ],
  'system:basic-user': [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ],
  'system:discovery': [
    {
      verbs: ['get'],
      nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*', ...healthPaths],
    },
  ],
  'system:public-info-viewer': [{ verbs: ['get'], nonResourceURLs: healthPaths }],
};

/** The roles that every user's rights are made of. */
export function seedRoles(createdAt: Date): readonly Role[] {
  return Object.entries(clusterRoles).map(([name, rules]) => ({
    kind: 'ClusterRole',
    apiVersion: `${rbac}/v1`,
    metadata: { name, uid: randomUUID(), creationTimestamp: formatTime(createdAt) },
    rules,
  }));
}

/** Who has which role, and where. */
export function seedBindings(createdAt: Date): readonly RoleBinding[] {
  const authenticated = group('system:authenticated');
  const everybody = [authenticated, group('system:unauthenticated')];
  const bind = binder(createdAt);
  return [
    bind('cluster-admin', [group('podbay:cluster-admins')], { name: 'podbay:cluster-admins' }),
    bind('system:basic-user', [authenticated], { name: 'system:basic-user' }),
    bind('system:discovery', [authenticated], { name: 'system:discovery' }),
    bind('system:public-info-viewer', everybody, { name: 'system:public-info-viewer' }),
    bind('cluster-reader', [user('dev'), user('viewer'), user('get-only')], { name: 'cluster-readers' }),
    bind('view', [user('viewer')], { name: 'viewers' }),
    bind('edit', [user('dev')], { name: 'developers', namespace: 'shop' }),
    bind('edit', [user('dev')], { name: 'developers', namespace: 'default' }),
    bind('view', [user('dev')], { name: 'developers', namespace: 'payments' }),
    bind('exec-get-only', [user('get-only')], { name: 'old-tools', namespace: 'shop' }),
    bind('edit', [user('no-namespaces')], { name: 'accounting', namespace: 'payments' }),
  ];
}

function binder(createdAt: Date) {
  return (
    role: string,
    subjects: readonly Subject[],
    place: { name: string; namespace?: string },
  ): RoleBinding => ({
    kind: place.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    apiVersion: `${rbac}/v1`,
    metadata: { ...place, uid: randomUUID(), creationTimestamp: formatTime(createdAt) },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role },
    subjects,
  });
}

function user(name: UserName): Subject {
  return { kind: 'User', apiGroup: rbac, name };
}

function group(name: string): Subject {
  return { kind: 'Group', apiGroup: rbac, name };
}
