import type { RemoteProcessListener } from '../options.ts';
import type { RemoteOutcome } from '../outcome.ts';

/** A listener that keeps what it is told, in order. */
export interface Recorder extends RemoteProcessListener {
  readonly calls: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly outcomes: readonly RemoteOutcome[];
}

export function createRecorder(overrides: Partial<RemoteProcessListener> = {}): Recorder {
  const calls: string[] = [];
  const outcomes: RemoteOutcome[] = [];
  const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  return {
    calls,
    outcomes,
    get stdout() {
      return Buffer.concat(output.stdout).toString();
    },
    get stderr() {
      return Buffer.concat(output.stderr).toString();
    },
    handleStdout(bytes) {
      calls.push('stdout');
      output.stdout.push(Buffer.from(bytes));
      overrides.handleStdout?.(bytes);
    },
    handleStderr(bytes) {
      calls.push('stderr');
      output.stderr.push(Buffer.from(bytes));
      overrides.handleStderr?.(bytes);
    },
    handleDrain() {
      calls.push('drain');
      overrides.handleDrain?.();
    },
    handleEnd(outcome) {
      calls.push('end');
      outcomes.push(outcome);
      overrides.handleEnd?.(outcome);
    },
  };
}
