import type { IncomingHttpHeaders } from 'node:http';
import type { AccessAttributes } from './authorizer.ts';
import type { User } from './users.ts';

/** Somebody whom the request wants to act as, and what its sender must be allowed for that. */
export interface Impersonation {
  readonly user: User;
  readonly needs: readonly AccessAttributes[];
}

/** Reads the `Impersonate-User` and `Impersonate-Group` headers; `undefined` where there is none. */
export function readImpersonation(headers: IncomingHttpHeaders): Impersonation | undefined {
  const name = headers['impersonate-user'];
  if (typeof name !== 'string' || name === '') return undefined;
  const groups = readGroups(headers['impersonate-group']);
  const needs = [impersonate('users', name), ...groups.map(group => impersonate('groups', group))];
  return { user: { name, groups: [...new Set([...groups, 'system:authenticated'])] }, needs };
}

// Node joins the values of a header that it doesn't know with commas.
function readGroups(header: string | string[] | undefined): readonly string[] {
  const joined = Array.isArray(header) ? header.join(',') : (header ?? '');
  return joined
    .split(',')
    .map(group => group.trim())
    .filter(group => group !== '');
}

function impersonate(resource: string, name: string): AccessAttributes {
  return { type: 'resource', verb: 'impersonate', group: '', resource, subresource: '', namespace: '', name };
}
