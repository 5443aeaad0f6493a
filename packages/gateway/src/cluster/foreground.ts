import type { Foreground, Target } from '@podbay/protocol';
import type { Connection } from '@podbay/remotecommand';
import { deadline } from './deadline.ts';
import { foregroundCommand, parseForegroundReport } from './foreground-script.ts';
import { runCommand } from './run-command.ts';

export interface ForegroundOptions {
  readonly target: Target;
  /** The shell's process id in the container; 0: not known. */
  readonly pid: number;
  readonly signal: AbortSignal;
}

const lookMs = 2_000;

const unknown: Foreground = { type: 'unknown' };

/** Looks, by a short second exec, what has a shell's terminal now. Never rejects: what can't be found out is unknown. */
export async function findForeground(
  connection: Connection,
  { target, pid, signal }: ForegroundOptions,
): Promise<Foreground> {
  if (pid === 0) return unknown;
  using looked = deadline(lookMs, signal);
  try {
    const { stdout } = await runCommand(connection, {
      target,
      command: foregroundCommand(pid),
      signal: looked.signal,
    });
    return parseForegroundReport(stdout) ?? unknown;
  } catch {
    return unknown;
  }
}
