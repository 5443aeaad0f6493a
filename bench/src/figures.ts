/** A figure of several rounds: the median is the figure, the spread says how sure it is. */
export interface Measured {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** By name; the names end in their unit. */
export type Figures = Readonly<Record<string, Measured>>;

/** A case's figures by contestant. */
export type CaseFigures = Readonly<Record<string, Figures>>;

export function summarize(values: readonly number[]): Measured {
  return { median: quantile(values, 0.5), lowest: Math.min(...values), highest: Math.max(...values) };
}

/** The figures of rounds, each name's together. */
export function summarizeRounds(rounds: readonly Readonly<Record<string, number>>[]): Figures {
  const names = new Set(rounds.flatMap(round => Object.keys(round)));
  return Object.fromEntries(
    [...names].map(name => [
      name,
      summarize(rounds.map(round => round[name]).filter(value => value !== undefined)),
    ]),
  );
}

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) * share;
  const below = sorted[Math.floor(middle)] ?? Number.NaN;
  const above = sorted[Math.ceil(middle)] ?? Number.NaN;
  return below + (above - below) * (middle - Math.floor(middle));
}
