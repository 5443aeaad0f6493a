/** One column of a table; numbers stand right. */
export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

/** Rows under their titles, in columns as wide as what is in them. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map(row => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, i) => Math.max(...lines.map(line => line[i]?.length ?? 0)));
  const format = (line: readonly string[]) =>
    columns
      .map(({ align = 'left' }, i) => pad(line[i] ?? '', { align, width: widths[i] ?? 0 }))
      .join('  ')
      .trimEnd();
  return lines.map(line => `${format(line)}\n`).join('');
}

function pad(text: string, { align, width }: { align: 'left' | 'right'; width: number }): string {
  return align === 'left' ? text.padEnd(width) : text.padStart(width);
}
