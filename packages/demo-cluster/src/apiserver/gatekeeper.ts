import type { IncomingMessage } from 'node:http';
import type { Authenticator } from '../access/authenticator.ts';
import type { AccessAttributes, Authorizer } from '../access/authorizer.ts';
import { readImpersonation } from '../access/impersonation.ts';
import type { User } from '../access/users.ts';
import { type ApiError, forbidden, forbiddenPath, internalError, unauthorized } from './status.ts';

interface Gate {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
}

/** Who the request acts as. Throws 401 for bad credentials, 403 for somebody whom its sender may not impersonate. */
export async function identify(gate: Gate, request: IncomingMessage): Promise<User> {
  const user = await gate.authenticator.authenticate(request);
  if (user === undefined) throw unauthorized();
  const impersonation = readImpersonation(request.headersDistinct);
  switch (impersonation.type) {
    case 'none':
      return user;
    case 'incomplete':
      throw internalError(impersonation.message);
    case 'user':
      for (const need of impersonation.needs) authorizeRequest(gate, user, need);
      return impersonation.user;
    default:
      return impersonation satisfies never;
  }
}

/** Throws 403, worded as Kubernetes words it, unless the user may do this. */
export function authorizeRequest({ authorizer }: Gate, user: User, attributes: AccessAttributes): void {
  if (!authorizer.authorize(user, attributes).allowed) throw refusal(user, attributes);
}

/**
 * The second check of a stream's upgrade, since Kubernetes 1.35: `get` got it here, but it starts something, which takes
 * `create`. It passes on RBAC's reason, and that is blank.
 */
export function authorizeStream(
  { authorizer }: Gate,
  user: User,
  attributes: AccessAttributes & { type: 'resource' },
): void {
  if (attributes.verb === 'create') return;
  const { allowed, reason } = authorizer.authorize(user, { ...attributes, verb: 'create' });
  if (!allowed) throw forbidden({ group: '', resource: 'pods', name: attributes.name }, reason);
}

function refusal(user: User, attributes: AccessAttributes): ApiError {
  const subject = `User ${JSON.stringify(user.name)} cannot ${attributes.verb}`;
  if (attributes.type === 'path') return forbiddenPath(`${subject} path ${JSON.stringify(attributes.path)}`);
  const { group, resource, subresource, namespace, name } = attributes;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const explanation = `${subject} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${scope}`;
  return forbidden({ group, resource, name }, explanation);
}
