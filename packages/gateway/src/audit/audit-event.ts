import { randomUUID } from 'node:crypto';
import { type AuditEntry, type AuditEntryName, type AuditedReap, maxCommandLength } from './audit-entry.ts';

export const auditApiVersion = 'audit.podbay.dev/v1';

/**
 * One event as sinks get it, in the words of Kubernetes' own audit events where it has them.
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
export interface AuditEvent {
  readonly kind: 'Event';
  readonly apiVersion: typeof auditApiVersion;
  /** Of this event alone: whoever gets it twice knows it by that. */
  readonly auditID: string;
  /** `ResponseStarted`: a session that goes on; `ResponseComplete`: nothing more comes of it. */
  readonly stage: 'ResponseStarted' | 'ResponseComplete';
  /** What happened. */
  readonly event: AuditEntryName;
  readonly verb: string;
  /** RFC 3339. */
  readonly stageTimestamp: string;
  readonly user: { readonly username: string; readonly groups: readonly string[] };
  readonly sourceIPs: readonly string[];
  readonly objectRef?: AuditedObject;
  readonly responseStatus?: { readonly code: number; readonly reason?: string; readonly message?: string };
  readonly login?: AuditEntry['login'];
  readonly session?: AuditedSession;
  readonly policy?: AuditEntry['policy'];
  readonly policyFile?: AuditEntry['policyFile'];
  readonly reap?: AuditedReap;
  readonly recording?: AuditEntry['recording'];
}

/** The pod; `uid` is left out where there is no such pod, or nobody has looked. */
export interface AuditedObject {
  readonly apiVersion: 'v1';
  readonly resource: 'pods';
  readonly subresource: NonNullable<AuditEntry['subresource']>;
  readonly namespace: string;
  readonly name: string;
  readonly uid?: string;
}

export type AuditedSession = Partial<
  Pick<
    AuditEntry,
    | 'container'
    | 'targetContainer'
    | 'context'
    | 'image'
    | 'node'
    | 'command'
    | 'role'
    | 'viewers'
    | 'durationMs'
    | 'outputBytes'
    | 'inputBytes'
    | 'outcome'
    | 'exitCode'
    | 'cause'
  >
> & { readonly id?: string };

const forms = {
  login: ['login', 'ResponseComplete'],
  'login.failed': ['login', 'ResponseComplete'],
  logout: ['logout', 'ResponseComplete'],
  'request.refused': ['create', 'ResponseComplete'],
  'policy.decided': ['authorize', 'ResponseComplete'],
  'policy.replaced': ['update', 'ResponseComplete'],
  'policy.refused': ['update', 'ResponseComplete'],
  'ephemeralcontainer.created': ['patch', 'ResponseComplete'],
  'log.opened': ['get', 'ResponseStarted'],
  'session.created': ['create', 'ResponseStarted'],
  'session.attached': ['attach', 'ResponseStarted'],
  'session.resumed': ['attach', 'ResponseStarted'],
  'session.detached': ['detach', 'ResponseStarted'],
  'session.role-changed': ['update', 'ResponseStarted'],
  'recording.started': ['record', 'ResponseStarted'],
  'recording.ended': ['record', 'ResponseComplete'],
  'recording.failed': ['record', 'ResponseComplete'],
  'session.ended': ['delete', 'ResponseComplete'],
  'session.reaped': ['reap', 'ResponseComplete'],
} as const satisfies Record<AuditEntryName, readonly [verb: string, stage: AuditEvent['stage']]>;

/** The event of an entry. */
export function toAuditEvent(entry: AuditEntry): AuditEvent {
  const [verb, stage] = forms[entry.event];
  const { time, event, user, groups = [], address, status, login, policy, policyFile, reap } = entry;
  const object = objectOf(entry);
  const session = sessionOf(entry);
  return {
    kind: 'Event',
    apiVersion: auditApiVersion,
    auditID: randomUUID(),
    stage,
    event,
    verb,
    stageTimestamp: time,
    user: { username: user, groups },
    sourceIPs: address ? [address] : [],
    ...(object && { objectRef: object }),
    ...(status && { responseStatus: status }),
    ...(login && { login }),
    ...(session && { session }),
    ...(policy && { policy }),
    ...(policyFile && { policyFile }),
    ...(reap && { reap }),
    ...(entry.recording && { recording: entry.recording }),
  };
}

function objectOf({ namespace, pod, uid, subresource = 'exec' }: AuditEntry): AuditedObject | undefined {
  if (namespace === undefined || pod === undefined) return undefined;
  const object = { apiVersion: 'v1', resource: 'pods', subresource, namespace, name: pod } as const;
  return uid ? { ...object, uid } : object;
}

function sessionOf(entry: AuditEntry): AuditedSession | undefined {
  const { session: id, context, container, targetContainer, image, node, command, role, viewers } = entry;
  const { durationMs, outputBytes, inputBytes, outcome, exitCode, cause } = entry;
  const where = { id, context, container, targetContainer };
  const who = { ...where, image: image || undefined, node: node || undefined };
  const what = { command: command && shorten(command), role, viewers };
  const end = { durationMs, outputBytes, inputBytes, outcome, exitCode, cause };
  const known = Object.entries({ ...who, ...what, ...end }).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** As much of a command as an event may hold. */
function shorten(command: readonly string[]): readonly string[] {
  let room = maxCommandLength;
  const words: string[] = [];
  for (const word of command) {
    if (word.length > room) return [...words, `${word.slice(0, room)}…`];
    room -= word.length;
    words.push(word);
  }
  return words;
}
