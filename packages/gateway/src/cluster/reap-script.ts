import { markerVariable } from './shell.ts';

/**
 * Runs in the container, beside what a session started there: POSIX sh with builtins, `sleep`, and `cat` where there is one.
 * `$1` marker, `$2` the shell's process id, which may be 0 (not known) unless it looks, `$3` `look`, `hangup` or `kill`. Prints one line of JSON and nothing else.
 *
 * What belongs to the session: every process with the marker in its environment, and, since `su` and `sudo` clear or hide
 * that, every process in the shell's session (field 6 of /proc/PID/stat), once a marked one proves that it is this session.
 * What `hangup` leaves in peace: what `setsid` took out of the session, and what `nohup` made ignore the hangup and let go of the
 * terminal. Ignoring the hangup alone does not help: `trap '' HUP` ends by KILL.
 * Session 0 is one whose leader is outside the container, so no `setsid` inside made it, and it proves nothing either.
 * Process ids alone prove nothing, as they are used again; zombies count as gone.
 *
 * Reading an environment costs a process, and a busy container has hundreds: those older than the shell, and those known
 * to be strangers, are passed over. Looking is for the shell alone.
 * Environments are NUL-separated: both ways of reading drop the NULs, so the marker is looked for as a substring. It is
 * long and random, so that none is part of another one.
 */
const script = `exec 2>/dev/null
LC_ALL=C m=${markerVariable}=$1 own=$2 mode=$3 proof= born=0 all=/proc/[0-9]* others=' '
if command -v cat >/dev/null; then text() { e=$(cat "$1"); }
else text() { e=; while IFS= read -r l || [ "$l" ]; do e=$e$l; done <"$1"; }
fi
look() { s=; read -r s <"/proc/$1/stat" || return 1; set -- \${s##*) }; sid=$4 start=\${20}; [ "$1" != Z ]; }
bears() { text /proc/$1/environ; case $e in *"$m"*) ;; *) return 1 ;; esac; }
scan() { marked= mates=
for d in $all; do p=\${d#/proc/}
case $others in *" $p "*) continue ;; esac
look $p && [ $start -ge $born ] || continue
if bears $p; then marked="$marked $p"; [ $own = 0 ] && own=$sid; [ $sid = $own ] && proof=1
elif [ $own != 0 ] && [ $sid = $own ]; then mates="$mates $p"
else others="$others$p "; fi
done
[ "$proof" ] && marked="$marked $mates"
}
detached() { [ "$mode" != kill ] && look $1 || return 1
[ $sid = $own ] || [ $sid = 0 ] || return 0
while read -r k v; do [ "$k" = SigIgn: ] && break; done <"/proc/$1/status"
case $v in *[13579bdf]) ;; *) return 1 ;; esac
for f in 0 1 2; do f=/proc/$1/fd/$f; [ -c $f ] && ! [ $f -ef /dev/null ] && return 1; done
return 0
}
part() { ours= apart=
for p in $marked; do if detached $p; then apart="$apart $p"; else ours="$ours $p"; fi; done
}
wait_for() { i=0
while [ $i -lt 20 ]; do n=0
for p in $ours; do look $p && n=1; done
[ $n = 0 ] && break
sleep 0.1 || { sleep 1; i=$((i+9)); }
i=$((i+1))
done
}
say() { n=$1; shift; l=; for p; do l=$l\${l:+,}$p; done; printf '"%s":[%s]' $n $l; }
look $own && bears $own && born=$start
[ "$mode" = look ] && all=/proc/$own
scan; part; found=$marked hup= killed=
if [ "$mode" != look ]; then
for p in $ours; do kill -HUP $p && hup="$hup $p"; kill -CONT $p; done
wait_for; scan; part
for p in $ours; do kill -KILL $p && killed="$killed $p"; done
wait_for; scan; part
fi
printf '{'; say found $found; printf ,; say hungUp $hup; printf ,; say killed $killed
printf ,; say detached $apart; printf ,; say left $ours; printf '}\\n'`;

/** What a reaping ends: `hangup` spares what `nohup` or `setsid` has detached, as terminals do; `kill` spares nothing. */
export type ReapMode = 'hangup' | 'kill';

/** The argv that looks whether the session's shell is there, or ends (`hangup`, `kill`) what the session started. `pid` 0: not known. */
export function reapCommand(marker: string, pid: number, mode: 'look' | ReapMode): readonly string[] {
  return ['sh', '-c', script, 'podbay-reap', marker, String(pid), mode];
}

/** What the script has found and done; process ids inside the container. */
export interface ReapReport {
  readonly found: readonly number[];
  readonly hungUp: readonly number[];
  readonly killed: readonly number[];
  /** Left in peace, because `nohup` or `setsid` detached them. */
  readonly detached: readonly number[];
  /** Still there although they should be gone. */
  readonly left: readonly number[];
}

/** Reads the script's line; `undefined`: it is none. */
export function parseReapReport(output: string): ReapReport | undefined {
  try {
    const value = JSON.parse(output) as Partial<ReapReport> | null;
    const { found, hungUp, killed, detached, left } = value ?? {};
    const lists = [found, hungUp, killed, detached, left];
    return lists.every(list => Array.isArray(list)) ? (value as ReapReport) : undefined;
  } catch {
    return undefined;
  }
}
