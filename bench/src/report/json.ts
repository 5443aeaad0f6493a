import type { CaseFigures, Figures, Measured } from '../figures.ts';
import { type AllFigures, judge } from '../targets.ts';

/** The medians, how far the rounds lay apart, and the targets, as one line of JSON. */
export function formatJson(figures: AllFigures): string {
  return JSON.stringify({
    cases: mapFigures(figures, ({ median }) => median),
    spread: mapFigures(figures, ({ lowest, highest }) => [lowest, highest]),
    targets: judge(figures),
  });
}

function mapFigures(figures: AllFigures, convert: (measured: Measured) => unknown): object {
  return mapValues(figures, (one: CaseFigures) => mapValues(one, (all: Figures) => mapValues(all, convert)));
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  convert: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}
