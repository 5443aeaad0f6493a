import type { AccessEvent, RecordAccess } from './access-event.ts';
import type { AuditEntry, RecordEntry } from './audit-entry.ts';

/** Takes down with `record` what happens before there is a session. */
export function recordAccess(record: RecordEntry): RecordAccess {
  return event => record(toEntry(event, new Date().toISOString()));
}

function toEntry(event: AccessEvent, time: string): AuditEntry {
  if (event.type === 'policy-replaced' || event.type === 'policy-refused') return toPolicyEntry(event, time);
  const { user, address } = event;
  const who = { time, user: user?.name ?? '', groups: user?.groups, address };
  switch (event.type) {
    case 'login':
      return { ...who, event: 'login', login: { method: event.method } };
    case 'login-failed':
      return {
        ...who,
        event: 'login.failed',
        login: { method: event.method, reason: event.reason },
        status: { code: 401 },
      };
    case 'logout':
      return { ...who, event: 'logout', login: { method: event.method, reason: event.reason } };
    case 'refused':
      return {
        ...who,
        event: 'request.refused',
        ...(event.session !== undefined && { session: event.session }),
        ...event.target,
        status: { code: event.status, reason: event.code, message: event.message },
      };
    default:
      return event satisfies never;
  }
}

type PolicyEvent = Extract<AccessEvent, { readonly file: string }>;

// Whoever wrote the file is not known here.
function toPolicyEntry(event: PolicyEvent, time: string): AuditEntry {
  const { file } = event;
  if (event.type === 'policy-replaced') {
    const { rules, otherwise } = event;
    const status = { code: 200 };
    return {
      time,
      event: 'policy.replaced',
      user: '',
      policyFile: { file, rules, default: otherwise },
      status,
    };
  }
  const status = { code: 422, reason: 'bad-request', message: event.message };
  return { time, event: 'policy.refused', user: '', policyFile: { file }, status };
}
