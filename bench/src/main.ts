import { type BenchOptions, readOptions, usage } from './options.ts';
import { formatTables } from './report/table.ts';
import { runCases } from './run-cases.ts';
import { type AllFigures, judge } from './targets.ts';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
process.once('SIGTERM', () => interrupted.abort(new Error('terminated')));

try {
  const options = readOptions(process.argv.slice(2));
  report(await runCases(options, interrupted.signal), options);
} catch (error) {
  const isUsage = error instanceof TypeError;
  console.error(isUsage ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}

function report(figures: AllFigures, { json }: BenchOptions): void {
  const targets = judge(figures);
  process.stdout.write(formatTables(figures, targets));
  if (json) process.stdout.write(`${JSON.stringify({ cases: medians(figures), targets })}\n`);
}

function medians(figures: AllFigures): object {
  return mapValues(figures, contestants =>
    mapValues(contestants, all => mapValues(all, ({ median }) => median)),
  );
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  convert: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, convert(value)]));
}
