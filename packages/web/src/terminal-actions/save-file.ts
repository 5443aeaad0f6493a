/** Lets the browser save `text` as a file. */
export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** A name that sorts by time: `db-0-postgres-2026-05-04-13-07-09.txt`. */
export function fileName(
  { pod, container }: { readonly pod: string; readonly container: string },
  at: Date,
): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())];
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two);
  return `${[pod, container, ...day, ...time].join('-')}.txt`;
}
