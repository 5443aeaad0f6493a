import type { Refusal } from '@podbay/protocol';
import type { AuditEntry } from './audit-entry.ts';

/** Keeps records of what happens. */
export interface Audit {
  /** Takes down an entry. Never throws. */
  record(entry: AuditEntry): void;
  /** Why no session may be opened now, as it could not be recorded; `undefined`: it may. */
  check(): Refusal | undefined;
}
