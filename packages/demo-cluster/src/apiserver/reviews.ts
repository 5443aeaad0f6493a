import type { AccessAttributes, Authorizer } from '../access/authorizer.ts';
import type { PolicyRule } from '../access/rbac-objects.ts';
import type { User } from '../access/users.ts';
import type { ResourceType } from './resource-types.ts';
import { groupVersion } from './resource-types.ts';
import { badRequest } from './status.ts';

/** Answers a question about the asker: who they are, what they may do. */
export function review(
  body: unknown,
  type: ResourceType,
  asker: { user: User; authorizer: Authorizer; now: string },
): unknown {
  const spec = (body as { spec?: unknown } | undefined)?.spec ?? {};
  const head = { kind: type.kind, apiVersion: groupVersion(type) };
  switch (type.kind) {
    case 'SelfSubjectReview':
      return {
        ...head,
        metadata: { creationTimestamp: asker.now },
        status: { userInfo: userInfo(asker.user) },
      };
    case 'SelfSubjectAccessReview':
      return { ...head, metadata: {}, spec, status: accessStatus(spec, asker) };
    case 'SelfSubjectRulesReview':
      return { ...head, metadata: {}, spec: {}, status: rulesStatus(spec, asker) };
    default:
      throw badRequest(`no review of kind ${type.kind}`);
  }
}

function userInfo({ name, uid, groups, extra }: User): object {
  return {
    username: name,
    ...(uid === undefined ? {} : { uid }),
    groups,
    ...(extra === undefined ? {} : { extra }),
  };
}

interface ResourceAttributes {
  readonly namespace?: string;
  readonly verb?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
}

interface AccessSpec {
  readonly resourceAttributes?: ResourceAttributes;
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
}

function accessStatus(
  spec: AccessSpec,
  { user, authorizer }: { user: User; authorizer: Authorizer },
): object {
  const { allowed, reason } = authorizer.authorize(user, attributesOf(spec));
  return reason === '' ? { allowed } : { allowed, reason };
}

function attributesOf({
  resourceAttributes: resource,
  nonResourceAttributes: path,
}: AccessSpec): AccessAttributes {
  if (path !== undefined) return { type: 'path', verb: path.verb ?? '', path: path.path ?? '' };
  if (resource === undefined) {
    throw badRequest('exactly one of nonResourceAttributes or resourceAttributes must be specified');
  }
  return {
    type: 'resource',
    verb: resource.verb ?? '',
    group: resource.group ?? '',
    resource: resource.resource ?? '',
    subresource: resource.subresource ?? '',
    namespace: resource.namespace ?? '',
    name: resource.name ?? '',
  };
}

function rulesStatus(
  spec: { namespace?: string },
  { user, authorizer }: { user: User; authorizer: Authorizer },
): object {
  const rules = authorizer.rulesOf(user, spec.namespace ?? '');
  return {
    resourceRules: rules.filter(rule => rule.resources !== undefined).map(resourceRule),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs !== undefined)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): object {
  return { verbs, apiGroups, resources, ...(resourceNames === undefined ? {} : { resourceNames }) };
}
