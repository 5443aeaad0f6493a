import type { ObjectStore } from '../object-store.ts';
import type { PolicyRule, Role, RoleBinding, Subject } from './rbac-objects.ts';
import type { User } from './users.ts';

/** What somebody wants to do. */
export type AccessAttributes =
  | {
      readonly type: 'resource';
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      /** Empty: cluster-wide. */
      readonly namespace: string;
      /** Empty: no particular one. */
      readonly name: string;
    }
  | { readonly type: 'path'; readonly verb: string; readonly path: string };

/** The answer; `reason` says through which binding, and is blank for a refusal, as RBAC's is. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Role-based access control over the roles and bindings in the store: the one place that decides. */
export class Authorizer {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  authorize(user: User, attributes: AccessAttributes): Decision {
    const namespace = attributes.type === 'resource' ? attributes.namespace : '';
    for (const grant of this.#grants(user, namespace)) {
      if (allows(grant.rule, attributes))
        return { allowed: true, reason: `RBAC: allowed by ${grant.source}` };
    }
    return { allowed: false, reason: '' };
  }

  /** Every rule that holds for the user in the namespace. */
  rulesOf(user: User, namespace: string): readonly PolicyRule[] {
    return [...this.#grants(user, namespace)].map(grant => grant.rule);
  }

  *#grants(user: User, namespace: string): Generator<{ rule: PolicyRule; source: string }> {
    for (const { binding, title } of this.#bindings(namespace)) {
      const subject = binding.subjects?.find(candidate => isSubject(candidate, user));
      if (subject === undefined) continue;
      const { kind, name } = binding.roleRef;
      const source = `${title} of ${kind} "${name}" to ${describe(subject)}`;
      for (const rule of this.#role(binding)?.rules ?? []) yield { rule, source };
    }
  }

  *#bindings(namespace: string): Generator<{ binding: RoleBinding; title: string }> {
    for (const binding of this.#list('clusterrolebindings')) {
      yield { binding, title: `ClusterRoleBinding "${binding.metadata.name}"` };
    }
    for (const binding of this.#list('rolebindings')) {
      const { metadata } = binding;
      if (namespace === '' || metadata.namespace !== namespace) continue;
      yield { binding, title: `RoleBinding "${metadata.name}/${metadata.namespace}"` };
    }
  }

  #list(plural: string): readonly RoleBinding[] {
    return this.#store.list(`${plural}.rbac.authorization.k8s.io`) as readonly RoleBinding[];
  }

  #role(binding: RoleBinding): Role | undefined {
    const { kind, name } = binding.roleRef;
    const [plural, key] =
      kind === 'ClusterRole' ? ['clusterroles', name] : ['roles', `${binding.metadata.namespace}/${name}`];
    return this.#store.get(`${plural}.rbac.authorization.k8s.io`, key) as Role | undefined;
  }
}

function isSubject(subject: Subject, user: User): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === '*' || subject.name === user.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${subject.namespace}:${subject.name}`;
    default:
      return subject.kind satisfies never;
  }
}

function describe(subject: Subject): string {
  const name = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace}` : subject.name;
  return `${subject.kind} "${name}"`;
}

function allows(rule: PolicyRule, attributes: AccessAttributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if (attributes.type === 'path')
    return (rule.nonResourceURLs ?? []).some(url => coversPath(url, attributes.path));
  const { resourceNames = [] } = rule;
  return (
    includes(rule.apiGroups, attributes.group) &&
    coversResource(rule, attributes) &&
    (resourceNames.length === 0 || resourceNames.includes(attributes.name))
  );
}

function coversResource(rule: PolicyRule, target: { resource: string; subresource: string }): boolean {
  const { resources = [] } = rule;
  if (resources.includes('*')) return true;
  if (target.subresource === '') return resources.includes(target.resource);
  return (
    resources.includes(`${target.resource}/${target.subresource}`) ||
    resources.includes(`*/${target.subresource}`)
  );
}

function coversPath(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
}

function includes(values: readonly string[] | undefined, value: string): boolean {
  return values !== undefined && (values.includes('*') || values.includes(value));
}
