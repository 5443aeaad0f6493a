import type { AuditEvent } from './audit-event.ts';

/** A place where events go. Whoever creates it closes it. */
export interface AuditSink {
  /** For messages. */
  readonly name: string;
  /** Takes an event. Throws when it can't take it now: then the same event is given again, before any other. */
  write(event: AuditEvent): void;
  close(): Promise<void> | void;
}

/** An event as a line of JSON, with its end. */
export function formatLine(event: AuditEvent): string {
  return `${JSON.stringify(event)}\n`;
}
