import { LineAppender } from './append.ts';
import { type AuditSink, formatLine } from './audit-sink.ts';

const stdout = 1;

/** Events as lines of JSON on a descriptor, stdout by default. What can't be written at once is written later. */
export function stdoutSink(descriptor = stdout): AuditSink {
  const appender = new LineAppender();
  return {
    name: 'stdout',
    write: event => void appender.append(descriptor, formatLine(event)),
    close: () => {},
  };
}
