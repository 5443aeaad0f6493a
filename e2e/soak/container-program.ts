/** What a session may be busy with when it ends. */
export type Business = 'sleep' | 'yes' | 'vi' | 'nested-shell' | 'hup-ignored' | 'restarter';

/**
 * Runs in the container, with POSIX sh or BusyBox: prints numbered lines of 64 bytes and does what it is told, a line each.
 * So every byte of its output is known beforehand, and a typed line that is lost, doubled or out of order shows.
 */
export const containerProgram: readonly string[] = [
  'sh',
  '-c',
  `stty -echo || exit 99
n=0
line() { n=$((n+1)); printf '%08d %-52s|\\n' $n "$1"; }
line ready
while read -r verb what; do
case $verb in
lines) i=0; while [ $i -lt $what ]; do i=$((i+1)); line "line"; done ;;
say) line "said $what" ;;
exit) line bye; exit $what ;;
be) line "$what"
  case $what in
  sleep) sleep 100000 ;;
  yes) trap : INT; if command -v yes >/dev/null; then yes; else while :; do echo y; done; fi; trap - INT; line done ;;
  vi) if command -v vi >/dev/null; then vi; else sleep 100000; fi ;;
  nested-shell) sh ;;
  restarter) kill -TERM 1; sleep 100000 ;;
  hup-ignored) trap '' HUP; while :; do sleep 1; done ;;
  esac ;;
esac
done`,
  'podbay-soak',
];

export const lineBytes = 64;

/** The line with this number, as the terminal gets it. */
export function formatLine(number: number, text: string): string {
  return `${String(number).padStart(8, '0')} ${text.padEnd(52)}|\r\n`;
}
