import { RefusalError } from '../errors.ts';

/** Somebody as a provider or a proxy names them. */
export interface AssertedUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What comes before the names, so that they can't be mistaken for others that the cluster knows. */
export interface Prefixes {
  readonly username: string;
  readonly groups: string;
}

const maxNameLength = 256;
const maxGroups = 500;

/**
 * The user to impersonate. Kubernetes' own names begin with `system:`, among them groups that may do everything: nobody out
 * there says who is one of these. Rejects such a user with a `RefusalError`, and leaves out such groups.
 */
export function impersonable({ name, groups }: AssertedUser, prefixes: Prefixes): AssertedUser {
  const prefixed = `${prefixes.username}${name}`;
  if (name === '' || prefixed.length > maxNameLength || !isPlain(prefixed)) throw unusable(name);
  if (prefixed.startsWith('system:')) throw unusable(name);
  const known = groups.map(group => `${prefixes.groups}${group}`);
  return { name: prefixed, groups: [...new Set(known.filter(isUsableGroup))].slice(0, maxGroups) };
}

function isUsableGroup(group: string): boolean {
  return group !== '' && group.length <= maxNameLength && isPlain(group) && !group.startsWith('system:');
}

// Control characters have no place in a name, and none in a header.
function isPlain(text: string): boolean {
  return !/\p{Cc}/u.test(text);
}

function unusable(name: string): RefusalError {
  const message = `Nobody can be logged in as ${JSON.stringify(name.slice(0, maxNameLength))}.`;
  return new RefusalError({ code: 'forbidden', message });
}
