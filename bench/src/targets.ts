import type { CaseFigures } from './figures.ts';

/** The figures of all cases that have run. */
export type AllFigures = Readonly<Record<string, CaseFigures>>;

export interface TargetResult {
  readonly value: number;
  readonly target: number;
  readonly ok: boolean;
}

/** The median of a figure; NaN where it was not measured. */
type Get = (caseName: string, contestant: string, figure: string) => number;
type Target = readonly [
  name: string,
  bound: 'at-most' | 'at-least',
  target: number,
  value: (get: Get) => number,
];

const targets: readonly Target[] = [
  ['flood.throughputVsDirect', 'at-least', 0.97, ratio('flood', 'mbPerSecond', 'direct')],
  ['flood.cpuVsHaproxy', 'at-most', 1.05, ratio('flood', 'cpuSecondsPerGb', 'haproxy')],
  ['flood.cpuVsNaive', 'at-most', 0.65, ratio('flood', 'cpuSecondsPerGb', 'naive')],
  ['echo.addedP50Ms', 'at-most', 0.12, added('echo', 'p50Ms')],
  ['echo.addedP99Ms', 'at-most', 0.6, added('echo', 'p99Ms')],
  ['echo.p50VsNaive', 'at-most', 1, ratio('echo', 'p50Ms', 'naive')],
  ['echo.p99VsNaive', 'at-most', 1, ratio('echo', 'p99Ms', 'naive')],
  [
    'echoBusy.p99VsIdle',
    'at-most',
    3,
    get => get('echo-busy', 'podbay', 'p99Ms') / get('echo-busy', 'podbay', 'idleP99Ms'),
  ],
  ['open.addedMs', 'at-most', 3, added('open', 'p50Ms')],
  ['idle.kbPerSession', 'at-most', 45, figure('idle', 'kbPerSession')],
  ['idle.cpuSecondsPerMinute', 'at-most', 1, figure('idle', 'cpuSecondsPerMinute')],
  ['scale.vsNaive', 'at-least', 3, ratio('scale', 'sessions', 'naive')],
  ['slowViewer.mbEach', 'at-most', 1.5, figure('slow-viewer', 'mbEach')],
  // Flat is less than a page cache's breath: 50 KB more in each third of the time.
  ['slowViewer.flat', 'at-most', 0.05, figure('slow-viewer', 'growthMbEach')],
  ['fanOut.perViewer10', 'at-most', 0.35, figure('fan-out', 'perViewer10')],
  ['fanOut.perViewer50', 'at-most', 0.35, figure('fan-out', 'perViewer50')],
  ['resume.replayMs', 'at-most', 25, figure('resume', 'replayMs')],
  ['resume.snapshotMs', 'at-most', 80, figure('resume', 'snapshotMs')],
  ['browser.initialJsKb', 'at-most', 280, figure('browser', 'initialJsKb')],
  ['browser.clickToPromptMs', 'at-most', 600, figure('browser', 'clickToPromptMs')],
  ['browser.seqRatio', 'at-most', 1.25, ratio('browser', 'seqMs', 'xterm')],
  ['browser.keyToPaintMs', 'at-most', 100, figure('browser', 'keyToPaintMs')],
  ['browser.ctrlCMs', 'at-most', 200, figure('browser', 'ctrlCMs')],
];

/** The names of all targets. */
export const targetNames: readonly string[] = targets.map(([name]) => name);

/** How Podbay stands to each target whose figures there are. */
export function judge(figures: AllFigures): Readonly<Record<string, TargetResult>> {
  const get: Get = (caseName, contestant, name) =>
    figures[caseName]?.[contestant]?.[name]?.median ?? Number.NaN;
  const results = targets.map(([name, bound, target, compute]) => {
    const value = compute(get);
    return [name, { value, target, ok: bound === 'at-most' ? value <= target : value >= target }] as const;
  });
  return Object.fromEntries(results.filter(([, { value }]) => Number.isFinite(value)));
}

function figure(caseName: string, name: string): (get: Get) => number {
  return get => get(caseName, 'podbay', name);
}

function ratio(caseName: string, name: string, other: string): (get: Get) => number {
  return get => get(caseName, 'podbay', name) / get(caseName, other, name);
}

/** What comes on top of no gateway at all. */
function added(caseName: string, name: string): (get: Get) => number {
  return get => get(caseName, 'podbay', name) - get(caseName, 'direct', name);
}
