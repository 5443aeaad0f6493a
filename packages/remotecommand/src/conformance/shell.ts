/** A command line for BusyBox's `sh`, and its `$1` and so on. */
export function sh(script: string, ...args: readonly string[]): readonly string[] {
  return ['sh', '-c', script, 'sh', ...args];
}

/** A shell function `count N` that prints the numbers up to N; most images have `seq` for it, not all. */
export const count =
  'count() { if command -v seq >/dev/null; then seq 1 "$1"; else i=0; while [ "$i" -lt "$1" ]; do i=$((i+1)); echo "$i"; done; fi; }';

/** What `count N` prints. */
export function counted(upTo: number, lineEnd: string): string {
  return Array.from({ length: upTo }, (_, index) => `${index + 1}${lineEnd}`).join('');
}
