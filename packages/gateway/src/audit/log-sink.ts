import type { Logger } from 'pino';
import type { AuditSink } from './audit-sink.ts';

/** Events as lines of the log, each with `audit: true`, at the level `info`. */
export function logSink(logger: Logger): AuditSink {
  const child = logger.child({ audit: true });
  return {
    name: 'log',
    write: event => child.info(event, event.event),
    close: () => {},
  };
}
