/** Lets a reader that goes away (`podbay | head -1`, a closed terminal) be no error. */
export function tolerateLostReaders(): void {
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

/** Says one line about what goes on; stdout is kept for results. */
export function note(line: string): void {
  process.stderr.write(`podbay: ${line}\n`);
}
