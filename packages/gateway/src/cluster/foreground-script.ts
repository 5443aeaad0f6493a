/**
 * Runs in the container, beside the shell whose process id is `$1`: POSIX sh, builtins alone. Prints two lines: `own` or
 * `other`, and the name of what has the shell's terminal; nothing where it can't be told.
 *
 * Fields 5 and 8 of /proc/PID/stat: the process's group, and the group in the foreground of its terminal (proc_pid_stat(5)).
 */
const script = `exec 2>/dev/null
read -r s </proc/$1/stat || exit 0
set -- \${s##*) }
[ "$6" -gt 0 ] || exit 0
who=other; [ "$3" = "$6" ] && who=own
read -r name </proc/$6/comm || exit 0
printf '%s\\n%s\\n' "$who" "$name"`;

/** The argv that looks who has the terminal of the shell with this process id. */
export function foregroundCommand(pid: number): readonly string[] {
  return ['sh', '-c', script, 'podbay-foreground', String(pid)];
}

/** What has a terminal: a shell that waits for commands, or a program. */
export type ForegroundReport =
  | { readonly type: 'prompt' }
  | { readonly type: 'program'; readonly name: string };

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'fish', 'busybox', 'pwsh']);

/**
 * Reads what the script has printed; `undefined`: nothing that tells. Another shell in the foreground counts as a program:
 * a script, or commands in brackets, look like a prompt in a prompt.
 */
export function parseForegroundReport(output: string): ForegroundReport | undefined {
  const [who, name = ''] = output.split('\n');
  if ((who !== 'own' && who !== 'other') || name === '') return undefined;
  return who === 'own' && shells.has(name) ? { type: 'prompt' } : { type: 'program', name };
}
