/** The variable by which everything that a session starts can be found again in its container. */
export const markerVariable = 'PODBAY_SESSION';

/** Begins a start command's announcement: an OSC sequence that no terminal knows. */
export const announcementStart = '\x1b]5379;podbay;';

/**
 * What runs in the container: POSIX sh, for dash, BusyBox and bash, as any user, on a read-only file system.
 *
 * It ends in `exec`, so that no process of ours stays: signals, job control and the exit status are the shell's own.
 * The price is that nobody can print the exit status; where it is in doubt the container is asked (`confirm-exit.ts`).
 * LC_ALL and LC_CTYPE stay as the image sets them: whoever set them meant it.
 */
const script = `export ${markerVariable}="$1" TERM=xterm-256color
shift
case "\${LC_ALL:-\${LC_CTYPE:-$LANG}}" in
*[Uu][Tt][Ff]8*|*[Uu][Tt][Ff]-8*) ;;
*) export LANG=C.UTF-8 ;;
esac
if [ $# = 0 ]; then
if command -v bash >/dev/null 2>&1; then set -- bash; else set -- sh; fi
fi
w=started
command -v "$1" >/dev/null 2>&1 || w=missing
printf '\\033]5379;podbay;%s;%s;%s\\007' "$${markerVariable}" $$ $w
[ $w = started ] || exit 127
exec "$@"`;

/**
 * The argv that starts `command`, or without one the best shell that there is, marked and announced.
 * The program gets the command's argv exactly as given: sh sets its environment and gives way to it.
 */
export function startCommand(marker: string, command: readonly string[]): readonly string[] {
  return ['sh', '-c', script, 'podbay', marker, ...command];
}

/**
 * The argv for a Windows container: PowerShell, else cmd. It bears no marker and announces nothing.
 */
export function windowsStartCommand(): readonly string[] {
  const choose = 'where /q powershell.exe & if errorlevel 1 (cmd.exe) else (powershell.exe -NoLogo)';
  return ['cmd.exe', '/d', '/c', choose];
}
