/**
 * Runs in the container, beside the shell whose process id is `$1`: POSIX sh with builtins, and `cat` where there is one.
 * Prints three lines: `own` or `other`, the name and the command line (without its NULs) of what has the shell's terminal;
 * nothing where it can't be told.
 *
 * Fields 5 and 8 of /proc/PID/stat: the process's group, and the group in the foreground of its terminal (proc_pid_stat(5)).
 */
const script = `exec 2>/dev/null
if command -v cat >/dev/null; then text() { e=$(cat "$1"); }
else text() { e=; while IFS= read -r l || [ "$l" ]; do e=$e$l; done <"$1"; }
fi
read -r s </proc/$1/stat || exit 0
set -- \${s##*) }
[ "$6" -gt 0 ] || exit 0
who=other; [ "$3" = "$6" ] && who=own
read -r name </proc/$6/comm || exit 0
text /proc/$6/cmdline
printf '%s\\n%s\\n%s\\n' "$who" "$name" "$e"`;

/** The argv that looks who has the terminal of the shell with this process id. */
export function foregroundCommand(pid: number): readonly string[] {
  return ['sh', '-c', script, 'podbay-foreground', String(pid)];
}

/** What has a terminal: a shell that waits for commands, or a program. */
export type ForegroundReport =
  | { readonly type: 'prompt' }
  | { readonly type: 'program'; readonly name: string };

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'mksh', 'fish', 'busybox', 'pwsh']);

const interactive = /(-[il]+|--login|--norc|--noprofile)*$/;

/** Reads what the script has printed; `undefined`: nothing that tells. */
export function parseForegroundReport(output: string): ForegroundReport | undefined {
  const [who, name = '', commandLine = ''] = output.split('\n');
  if ((who !== 'own' && who !== 'other') || name === '') return undefined;
  const waits = shells.has(name) && (who === 'own' || isBare(commandLine, name));
  return waits ? { type: 'prompt' } : { type: 'program', name };
}

/** A shell in a shell waits for commands, too, unless it was given something to run: `bash -l`, not `bash build.sh`. */
function isBare(commandLine: string, name: string): boolean {
  const path = commandLine.replace(interactive, '').replace(/^-/, '');
  return path.split('/').at(-1) === name;
}
