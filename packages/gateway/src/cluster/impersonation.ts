import { RefusalError } from '../errors.ts';

/** In whose name a request is made. */
export interface ImpersonatedSubject {
  readonly user: string;
  readonly uid?: string | undefined;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

type Headers = Readonly<Record<string, string | string[]>>;

/**
 * The `Impersonate-…` headers. Throws a `RefusalError` (`forbidden`) for a name that a header can't carry as it is: then
 * nobody is asked, rather than somebody else.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export function impersonationHeaders({ user, uid, groups, extra }: ImpersonatedSubject): Headers {
  const extras = Object.entries(extra).map(
    ([key, values]) => [`Impersonate-Extra-${headerKey(key)}`, values.map(headerValue)] as const,
  );
  return {
    'Impersonate-User': headerValue(user),
    ...(uid !== undefined && { 'Impersonate-Uid': headerValue(uid) }),
    ...(groups.length > 0 && { 'Impersonate-Group': groups.map(headerValue) }),
    ...Object.fromEntries(extras.filter(([, values]) => values.length > 0)),
  };
}

// Control characters would end a header; blanks at the ends are cut off on the way, which would leave somebody else's name.
const unfit = /\p{Cc}|^ | $|^$/u;

/** The bytes of the name as UTF-8, which is how Kubernetes reads them; Node writes each character as one byte. */
function headerValue(name: string): string {
  if (unfit.test(name)) throw notCarried(name);
  return Buffer.from(name, 'utf8').toString('latin1');
}

/** Keys are lower-cased, then percent-decoded by the API server: whatever is not lower-case is encoded. */
function headerKey(key: string): string {
  if (key === '') throw notCarried(key);
  const bytes = [...Buffer.from(key, 'utf8')];
  return bytes.map(byte => (isPlain(byte) ? String.fromCharCode(byte) : percentOf(byte))).join('');
}

function isPlain(byte: number): boolean {
  return /[a-z0-9._-]/.test(String.fromCharCode(byte));
}

function percentOf(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function notCarried(name: string): RefusalError {
  return new RefusalError({
    code: 'forbidden',
    message: `Nobody can act in the cluster as ${JSON.stringify(name)}: Kubernetes can't be told this name.`,
    hint: 'Ask whoever runs Podbay what the login says of you.',
  });
}
