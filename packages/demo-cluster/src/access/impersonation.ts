import type { IncomingMessage } from 'node:http';
import type { AccessAttributes } from './authorizer.ts';
import type { User } from './users.ts';

/** As whom a request wants to act. */
export type Impersonation =
  | { readonly type: 'none' }
  /** What Kubernetes says to groups, a uid or extras without a user. */
  | { readonly type: 'incomplete'; readonly message: string }
  /** `needs`: what its sender must be allowed for that, all of it. */
  | { readonly type: 'user'; readonly user: User; readonly needs: readonly AccessAttributes[] };

type Headers = IncomingMessage['headersDistinct'];
type Target = Omit<AccessAttributes & { readonly type: 'resource' }, 'type' | 'verb'>;

const extraPrefix = 'impersonate-extra-';
const group = 'authentication.k8s.io';
const [authenticated, unauthenticated] = ['system:authenticated', 'system:unauthenticated'];

/** Reads the `Impersonate-…` headers, as k8s.io/apiserver's filter does. */
export function readImpersonation(headers: Headers): Impersonation {
  const [name = ''] = readValues(headers['impersonate-user']);
  const [uid = ''] = readValues(headers['impersonate-uid']);
  const groups = readValues(headers['impersonate-group']);
  const extra = readExtra(headers);
  const parts = [...groups.map(groupTarget), ...extraTargets(extra), ...(uid === '' ? [] : [uidTarget(uid)])];
  if (name === '') return parts.length === 0 ? { type: 'none' } : incomplete(parts);
  const user = {
    name,
    ...(uid === '' ? {} : { uid }),
    groups: allGroups(name, groups),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  const needs = [userTarget(name), ...parts].map(target => ({
    type: 'resource' as const,
    verb: 'impersonate',
    ...target,
  }));
  return { type: 'user', user, needs };
}

function incomplete(parts: readonly Target[]): Impersonation {
  const what = parts.map(({ resource, name }) => `${resource} ${name}`).join(', ');
  return { type: 'incomplete', message: `requested [${what}] without impersonating a user name` };
}

function userTarget(user: string): Target {
  const account = serviceAccount(user);
  return account === undefined
    ? target('users', user)
    : { ...target('serviceaccounts', account.name), ...account };
}

function groupTarget(name: string): Target {
  return target('groups', name);
}

function uidTarget(uid: string): Target {
  return { ...target('uids', uid), group };
}

function extraTargets(extra: Readonly<Record<string, readonly string[]>>): Target[] {
  return Object.entries(extra).flatMap(([key, values]) =>
    values.map(value => ({ ...target('userextras', value), group, subresource: key })),
  );
}

function target(resource: string, name: string): Target {
  return { group: '', resource, subresource: '', namespace: '', name };
}

// A service account belongs to the groups of all of them and of its namespace, unless groups are asked for; everybody
// is authenticated, who is not anonymous.
function allGroups(name: string, asked: readonly string[]): readonly string[] {
  const account = serviceAccount(name);
  const own =
    account !== undefined && asked.length === 0
      ? ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`]
      : asked;
  const last = name === 'system:anonymous' ? unauthenticated : authenticated;
  const told = own.includes(unauthenticated) || (last === authenticated && own.includes(authenticated));
  return told ? own : [...own, last];
}

function serviceAccount(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

function readExtra(headers: Headers): Readonly<Record<string, readonly string[]>> {
  const extra: Record<string, readonly string[]> = {};
  for (const [header, values] of Object.entries(headers)) {
    if (header.startsWith(extraPrefix))
      extra[unescapeKey(header.slice(extraPrefix.length))] = readValues(values);
  }
  return extra;
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

// Node reads header values as Latin-1; Kubernetes takes their bytes as UTF-8.
function readValues(values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).map(value => Buffer.from(value, 'latin1').toString());
}
