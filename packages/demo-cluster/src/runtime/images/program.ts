import { hostPrefix } from '../root-layout.ts';

/**
 * Wraps the body of a container's main program. `pause SECONDS` sleeps and still reacts to SIGTERM at once (a foreground `sleep`
 * would hold the trap back until it ends); `pick N` sets `$n` to a pseudo-random number below N; `now` prints an RFC 3339 time.
 * `#!interpreter` is replaced by the runtime with the shell that runs programs, which need not be in the image's PATH.
 */
export function program(body: string): string {
  return `#!interpreter
# Part of the Podbay demo: prints what a service of this kind prints, and does nothing else.
# A real one is one binary and calls no programs: these may call the machine's where the image has none.
PATH=$PATH:${hostPrefix}/usr/bin:${hostPrefix}/bin:/usr/bin:/bin
asleep=
trap 'trap - TERM; stopping; test -z "$asleep" || kill "$asleep"; exit 0' TERM
stopping() { :; }
pause() { sleep "$1" & asleep=$!; wait "$asleep"; asleep=; }
seed=$$$(date +%S)
pick() { seed=$(( (seed * 1103515245 + 12345) % 2147483648 )); n=$(( seed / 65536 % $1 )); }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
${body.trim()}
`;
}
