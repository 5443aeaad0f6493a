import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectStore } from '../object-store.ts';
import { seedBindings, seedRoles, type UserName } from '../seed/rbac.ts';
import { type AccessAttributes, Authorizer } from './authorizer.ts';
import { anonymous, type User } from './users.ts';

const store = new ObjectStore();
for (const role of seedRoles(new Date())) store.create('clusterroles.rbac.authorization.k8s.io', role);
for (const binding of seedBindings(new Date())) {
  const plural = binding.kind === 'RoleBinding' ? 'rolebindings' : 'clusterrolebindings';
  store.create(`${plural}.rbac.authorization.k8s.io`, binding);
}
const authorizer = new Authorizer(store);

function user(name: UserName): User {
  const own = name === 'admin' ? 'podbay:cluster-admins' : 'podbay:staff';
  return { name, groups: [own, 'system:authenticated'] };
}

/** `verb resource[/subresource][.group]` */
function access(what: string, namespace = ''): AccessAttributes {
  const [verb = '', full = ''] = what.split(' ');
  if (full.startsWith('/')) return { type: 'path', verb, path: full };
  const [path = '', group = ''] = full.split('.');
  const [resource = '', subresource = ''] = path.split('/');
  return { type: 'resource', verb, group, resource, subresource, namespace, name: '' };
}

const table: readonly [UserName, string, string, boolean][] = [
  ['admin', 'delete nodes', '', true],
  ['admin', 'get /metrics', '', true],
  ['dev', 'create pods/exec', 'shop', true],
  ['dev', 'get pods/exec', 'shop', true],
  ['dev', 'create pods/exec', 'payments', false],
  ['dev', 'list pods', 'payments', true],
  ['dev', 'list pods', '', false],
  ['dev', 'list namespaces', '', true],
  ['dev', 'patch pods/ephemeralcontainers', 'shop', true],
  ['dev', 'update deployments.apps', 'shop', true],
  ['dev', 'update deployments', 'shop', false],
  ['viewer', 'watch pods', 'monitoring', true],
  ['viewer', 'list pods', '', true],
  ['viewer', 'get pods/log', 'shop', true],
  ['viewer', 'get pods/exec', 'shop', false],
  ['viewer', 'create pods/exec', 'shop', false],
  ['get-only', 'get pods/exec', 'shop', true],
  ['get-only', 'create pods/exec', 'shop', false],
  ['no-namespaces', 'list namespaces', '', false],
  ['no-namespaces', 'create pods/exec', 'payments', true],
  ['viewer', 'get /api/v1', '', true],
  ['viewer', 'get /metrics', '', false],
  ['expired', 'list pods', 'shop', false],
];

for (const [name, what, namespace, allowed] of table) {
  test(`${name} ${allowed ? 'may' : 'may not'} ${what} in ${namespace || 'the cluster'}`, () => {
    const decision = authorizer.authorize(user(name), access(what, namespace));
    assert.equal(decision.allowed, allowed);
    assert.equal(decision.reason === '', !allowed);
  });
}

test('the reason names the binding, the role and the subject', () => {
  const reason = (name: UserName, what: string) =>
    authorizer.authorize(user(name), access(what, 'shop')).reason;
  assert.equal(
    reason('dev', 'create pods/exec'),
    'RBAC: allowed by RoleBinding "developers/shop" of ClusterRole "edit" to User "dev"',
  );
  assert.equal(
    reason('viewer', 'get pods'),
    'RBAC: allowed by ClusterRoleBinding "viewers" of ClusterRole "view" to User "viewer"',
  );
});

test('anonymous requests may ask for health and version alone', () => {
  assert.equal(authorizer.authorize(anonymous, access('get /version')).allowed, true);
  assert.equal(authorizer.authorize(anonymous, access('get /api')).allowed, false);
});

test('a rule may be limited to names', () => {
  const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['one'] }];
  const metadata = { name: 'named', namespace: 'ns' };
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const roles = new ObjectStore();
  roles.create('roles.rbac.authorization.k8s.io', { kind: 'Role', apiVersion, metadata, rules } as never);
  const subjects = [{ kind: 'Group', name: 'g' }];
  const roleRef = { kind: 'Role', name: 'named' };
  roles.create('rolebindings.rbac.authorization.k8s.io', {
    kind: 'RoleBinding',
    apiVersion,
    metadata,
    subjects,
    roleRef,
  } as never);
  const named = new Authorizer(roles);
  const member = { name: 'u', groups: ['g'] };
  const attributes = access('get pods', 'ns') as AccessAttributes & { type: 'resource' };
  assert.equal(named.authorize(member, { ...attributes, name: 'one' }).allowed, true);
  assert.equal(named.authorize(member, { ...attributes, name: 'two' }).allowed, false);
});
