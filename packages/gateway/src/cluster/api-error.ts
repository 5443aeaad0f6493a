import type { Refusal } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import type { Status } from './kubernetes-types.ts';

/** The API server's answer to a request that it did not carry out. */
export class ApiError extends RefusalError {
  readonly httpStatus: number;
  /** Kubernetes' reason, e.g. `Expired`; may be empty. */
  readonly reason: string;

  constructor(httpStatus: number, status: Status, server: URL) {
    super(explainStatus(httpStatus, status, server));
    this.httpStatus = httpStatus;
    this.reason = status.reason ?? '';
  }
}

/** Tells whether an API server says that it knows nobody by these credentials. */
export function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.httpStatus === 401;
}

/** Reads an answer's body: a Status as JSON, or the plain text that a proxy or kubelet sends. */
export function parseStatus(body: string): Status {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'status' in value) return value as Status;
  } catch {
    // Not JSON: the text itself says what is wrong.
  }
  return { message: body.trim().slice(0, 500) };
}

function explainStatus(httpStatus: number, status: Status, server: URL): Refusal {
  const message = status.message || `the API server answered ${httpStatus}`;
  switch (httpStatus) {
    case 401:
      return unaccepted(server);
    case 403:
      return explainForbidden(message);
    case 404:
      return { code: notFoundCode(status), message: `Not found: ${message}.`, ...nameDetails(status) };
    default:
      return { code: httpStatus >= 500 ? 'cluster-unreachable' : 'internal', message: sentence(message) };
  }
}

/** Takes verb and resource out of `pods is forbidden: User "u" cannot list resource "pods" in API group "" in …`. */
export function explainForbidden(message: string): Refusal {
  const match = /User "(?<user>[^"]*)" cannot (?<verb>\S+) resource "(?<resource>[^"]*)"/.exec(message);
  const namespace = /in the namespace "(?<namespace>[^"]*)"/.exec(message)?.groups?.namespace;
  if (!match?.groups) return { code: 'forbidden', message: sentence(message) };
  const { user = '', verb = '', resource = '' } = match.groups;
  return forbidden({ verbs: [verb], resource, namespace, user });
}

/** The API server answered 401. */
export function unaccepted(server: URL): Refusal {
  return {
    code: 'cluster-credentials',
    message: `The cluster at ${server.host} does not accept the credentials that it was asked with.`,
    hint: 'Log in to the cluster again, so that they are fresh.',
  };
}

export interface ForbiddenFacts {
  readonly verbs: readonly string[];
  /** E.g. `pods/exec`. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly user?: string;
}

/** The refusal that names the rights that are missing. */
export function forbidden({ verbs, resource, namespace, user }: ForbiddenFacts): Refusal {
  const where = namespace === undefined ? 'in the whole cluster' : `in the namespace ${namespace}`;
  const verb = verbs.join(' and ');
  const role = namespace === undefined ? 'ClusterRole' : 'Role';
  return {
    code: 'forbidden',
    message: `${user ? `User ${user} has` : 'You have'} no permission to ${verb} ${resource} ${where}.`,
    hint: `Ask for a ${role} that allows the ${verbs.length > 1 ? 'verbs' : 'verb'} ${verb} on ${resource} ${where}.`,
    details: {
      verb: verbs.join(','),
      resource,
      ...(namespace !== undefined && { namespace }),
      ...(user && { user }),
    },
  };
}

function notFoundCode(status: Status): Refusal['code'] {
  if (status.details?.kind === 'pods') return 'pod-not-found';
  return status.details?.kind === 'namespaces' ? 'namespace-not-found' : 'internal';
}

function nameDetails(status: Status): Pick<Refusal, 'details'> {
  return status.details?.name === undefined ? {} : { details: { name: status.details.name } };
}

/** Kubernetes' words as a sentence. */
function sentence(message: string): string {
  const trimmed = message.trim().replace(/[.:\s]+$/, '');
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`;
}
