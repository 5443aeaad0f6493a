import { randomBytes } from 'node:crypto';
import { startCommand, windowsStartCommand } from './shell.ts';

/** One way to start it; `marker`: what it bears, so that it can be found again. */
export interface Plan {
  readonly argv: readonly string[];
  readonly marker: string | undefined;
}

/** By the start command, so that it can be found again. */
export function markedPlan(command: readonly string[]): Plan {
  const marker = randomBytes(16).toString('hex');
  return { argv: startCommand(marker, command), marker };
}

/** Windows has no sh: as it is, or the best shell that there is. */
export function windowsPlan(command: readonly string[]): Plan {
  return { argv: command.length > 0 ? command : windowsStartCommand(), marker: undefined };
}
