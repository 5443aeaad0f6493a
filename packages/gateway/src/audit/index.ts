export type { AccessEvent, RecordAccess } from './access-event.ts';
export type { AuditEntry, AuditEntryName, AuditedDecision, AuditedReap, RecordEntry } from './audit-entry.ts';
export { type AuditEvent, auditApiVersion } from './audit-event.ts';
export type { AuditSink } from './audit-sink.ts';
export { AuditTrail, type AuditTrailOptions, type AuditTrouble } from './audit-trail.ts';
export { FileSink, type FileSinkOptions } from './file-sink.ts';
export { logSink } from './log-sink.ts';
export { stdoutSink } from './stdout-sink.ts';
export { WebhookSink, type WebhookSinkOptions } from './webhook-sink.ts';
