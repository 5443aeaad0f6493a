import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where gateways keep what must outlive them: `$XDG_STATE_HOME/podbay`, else `~/.local/state/podbay`.
 * The XDG Base Directory Specification has relative paths ignored.
 */
export function defaultStateDir(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const base = env.XDG_STATE_HOME ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.local', 'state'), 'podbay');
}
