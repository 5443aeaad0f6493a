import type { SoakResult } from './soak.ts';
import type { StalledResult } from './stalled.ts';

const musts = [
  'leftSessions',
  'leftSockets',
  'leftTimers',
  'leftProcesses',
  'lostBytes',
  'duplicatedBytes',
  'failedSessions',
] as const satisfies readonly (keyof SoakResult)[];

/** Which musts are broken, by name. */
export function brokenMusts(result: SoakResult): readonly string[] {
  return musts.filter(name => result[name] !== 0);
}

export function formatSoak(result: SoakResult): string {
  const { ways, leftOut, problems, ...figures } = result;
  const rows: (readonly [string, number | string])[] = [
    ...Object.entries(ways).sort(([a], [b]) => a.localeCompare(b)),
    ...leftOut.map(way => [way, 'left out'] as const),
  ];
  const words = problems.map(problem => `  ${problem}\n`).join('');
  return `${table(rows)}\n${table(Object.entries(figures))}${words && `\n${words}`}`;
}

export function formatStalled(result: StalledResult): string {
  return table(Object.entries(result).map(([name, value]) => [name, String(value)] as const));
}

function table(rows: readonly (readonly [string, number | string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${String(value).padStart(8)}\n`).join('');
}
