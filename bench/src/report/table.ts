import type { Measured } from '../figures.ts';
import type { AllFigures, TargetResult } from '../targets.ts';

/** The figures and the targets as tables in Markdown, which people read as well. */
export function formatTables(figures: AllFigures, targets: Readonly<Record<string, TargetResult>>): string {
  return `${formatFigures(figures)}\n${formatTargets(targets)}`;
}

function formatFigures(figures: AllFigures): string {
  const rows = Object.entries(figures).flatMap(([caseName, contestants]) =>
    Object.entries(contestants).flatMap(([contestant, all]) =>
      Object.entries(all).map(([figure, measured]) => [
        caseName,
        contestant,
        figure,
        formatNumber(measured.median),
        formatSpread(measured),
      ]),
    ),
  );
  return formatTable(['Case', 'Contestant', 'Figure', 'Median', 'Spread'], rows);
}

function formatTargets(targets: Readonly<Record<string, TargetResult>>): string {
  const rows = Object.entries(targets).map(([name, { value, target, ok }]) => [
    name,
    formatNumber(value),
    formatNumber(target),
    ok ? 'yes' : 'no',
  ]);
  return formatTable(['Target', 'Podbay', 'Target', 'Met'], rows);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  return line(head) + line(widths.map(width => '-'.repeat(width))) + rows.map(line).join('');
}

function formatSpread({ lowest, highest }: Measured): string {
  return lowest === highest ? '' : `${formatNumber(lowest)} - ${formatNumber(highest)}`;
}

/** Three figures are as many as are true. */
function formatNumber(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
