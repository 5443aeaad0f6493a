// What runs in the container, for POSIX sh and BusyBox; the stand-in API server plays the same parts without a process.

/** `$0` of the script, by which the stand-in knows it. */
export const programName = 'podbay-bench';

/**
 * - `blocks`: prints `block` as often as a typed line says, again and again, as fast as it is read.
 * - `ys`: the same with `ysBlock`.
 * - `echo`: echoes keys, and nothing else.
 * - `lines`: echoes keys, and prints a line every so many seconds.
 * - `yes`: once a line is typed, prints without end, as fast as it is read.
 * - `screen`: fills screen and scrollback with coloured lines, as many as a typed line says.
 *
 * Where an argument of `blocks`, `ys` and `yes` is a number of MB, the stand-in prints so much each second, as a terminal may.
 * All begin with a line `ready`, and end by Ctrl-C.
 */
export type Mode = BlockMode | 'echo' | 'lines' | 'yes' | 'screen';
export type BlockMode = 'blocks' | 'ys';

const script = `rows() { i=$1; while [ $i -lt $2 ]; do echo "$i ${'.'.repeat(56)}"; i=$((i+1)); done; }
ys() { i=0; while [ $i -lt $1 ]; do printf 'y\\r\\n'; i=$((i+1)); done; }
blocks() { echo ready; while read -r n; do while [ $n -gt 0 ]; do echo "$block"; n=$((n-1)); done; done; }
case $1 in
blocks) stty -echo -onlcr; block=$(rows 100000 110000); blocks ;;
ys) stty -echo -onlcr; block=$(ys 200000); blocks ;;
echo) stty -icanon echo; echo ready; exec cat >/dev/null ;;
lines) stty -icanon echo; echo ready; while :; do echo "${'a line of a log '.repeat(4)}"; sleep $2; done ;;
yes) stty -echo; echo ready; read -r go
  command -v yes >/dev/null && exec yes; while :; do echo y; done ;;
screen) stty -echo; echo ready
  while read -r n; do while [ $n -gt 0 ]; do
    printf '\\033[3%dm%06d\\033[0m %s \\033[1;4%dm%s\\033[0m\\n' $((n%8)) $n "${'some text '.repeat(5)}" $((n%7)) end
    n=$((n-1)); done; done ;;
esac`;

/** The argv of a program. */
export function programArgv(mode: Mode, argument = ''): readonly string[] {
  return ['sh', '-c', script, programName, mode, argument];
}

/** What an argv, whatever starts it, runs: the mode and its argument; `undefined`: none of these programs. */
export function parseProgram(
  argv: readonly string[],
): { readonly mode: Mode; readonly argument: string } | undefined {
  const at = argv.indexOf(programName);
  return at === -1 ? undefined : { mode: argv[at + 1] as Mode, argument: argv[at + 2] ?? '' };
}

/** What `blocks` prints: 10,000 numbered lines of 64 bytes. */
export const block: Buffer = Buffer.from(
  Array.from({ length: 10_000 }, (_, i) => `${100_000 + i} ${'.'.repeat(56)}\n`).join(''),
);

/** What `ys` prints: 200,000 lines of one letter, as those of `yes`. */
const ysBlock = Buffer.from('y\r\n'.repeat(200_000));

export const blockOf: Readonly<Record<BlockMode, Buffer>> = { blocks: block, ys: ysBlock };

/** What `lines` prints each time. */
export const logLine = `${'a line of a log '.repeat(4)}\r\n`;

/** A line of `screen`, the `left`th from the end. */
export function screenLine(left: number): string {
  const text = 'some text '.repeat(5);
  return `\x1b[3${left % 8}m${String(left).padStart(6, '0')}\x1b[0m ${text} \x1b[1;4${left % 7}mend\x1b[0m\r\n`;
}
