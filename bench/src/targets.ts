import type { CaseFigures } from './figures.ts';

/** The figures of all cases that have run. */
export type AllFigures = Readonly<Record<string, CaseFigures>>;

export interface TargetResult {
  readonly value: number;
  readonly target: number;
  readonly ok: boolean;
}

interface Target {
  readonly name: string;
  readonly bound: 'at-most' | 'at-least';
  readonly target: number;
  readonly value: (get: Get) => number;
}

/** The median of a case's figure; NaN where it was not measured. */
type Get = (caseName: string, contestant: string, figure: string) => number;

const targets: readonly Target[] = [
  {
    name: 'flood.throughputVsDirect',
    bound: 'at-least',
    target: 0.97,
    value: get => ratio(get, 'flood', 'mbPerSecond', 'direct'),
  },
  {
    name: 'flood.cpuVsHaproxy',
    bound: 'at-most',
    target: 1.05,
    value: get => ratio(get, 'flood', 'cpuSecondsPerGb', 'haproxy'),
  },
  {
    name: 'flood.cpuVsNaive',
    bound: 'at-most',
    target: 0.65,
    value: get => ratio(get, 'flood', 'cpuSecondsPerGb', 'naive'),
  },
  {
    name: 'echo.addedP50Ms',
    bound: 'at-most',
    target: 0.12,
    value: get => added(get, 'echo', 'p50Ms', 'direct'),
  },
  {
    name: 'echo.addedP99Ms',
    bound: 'at-most',
    target: 0.6,
    value: get => added(get, 'echo', 'p99Ms', 'direct'),
  },
  {
    name: 'echo.p50VsNaive',
    bound: 'at-most',
    target: 1,
    value: get => ratio(get, 'echo', 'p50Ms', 'naive'),
  },
  {
    name: 'echo.p99VsNaive',
    bound: 'at-most',
    target: 1,
    value: get => ratio(get, 'echo', 'p99Ms', 'naive'),
  },
];

function ratio(get: Get, caseName: string, figure: string, other: string): number {
  return get(caseName, 'podbay', figure) / get(caseName, other, figure);
}

function added(get: Get, caseName: string, figure: string, other: string): number {
  return get(caseName, 'podbay', figure) - get(caseName, other, figure);
}

/** How Podbay stands to each target whose figures there are. */
export function judge(figures: AllFigures): Readonly<Record<string, TargetResult>> {
  const get: Get = (caseName, contestant, figure) =>
    figures[caseName]?.[contestant]?.[figure]?.median ?? Number.NaN;
  const results = targets.map(({ name, bound, target, value: compute }) => {
    const value = compute(get);
    return [name, { value, target, ok: bound === 'at-most' ? value <= target : value >= target }] as const;
  });
  return Object.fromEntries(results.filter(([, { value }]) => Number.isFinite(value)));
}
