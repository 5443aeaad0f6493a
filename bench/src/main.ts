import { type BenchOptions, readOptions, usage } from './options.ts';
import { formatJson } from './report/json.ts';
import { formatTables } from './report/table.ts';
import { writeFigures } from './report/write-figures.ts';
import { type RunResult, runCases } from './run-cases.ts';
import { judge } from './targets.ts';

const interrupted = new AbortController();
// As often as they come: npm passes on a Ctrl-C that the terminal has sent to all, and everything must be ended first.
process.on('SIGINT', () => interrupted.abort(new Error('interrupted')));
process.on('SIGTERM', () => interrupted.abort(new Error('terminated')));

try {
  const options = readOptions(process.argv.slice(2));
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const result = await runCases(options, { signal: interrupted.signal, onProgress });
  await report(result, options);
  if (Object.keys(result.failures).length > 0) process.exitCode = 1;
} catch (error) {
  const isUsage = error instanceof TypeError;
  console.error(isUsage ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}

async function report({ figures, failures }: RunResult, { json, write }: BenchOptions): Promise<void> {
  const tables = formatTables(figures, judge(figures));
  process.stdout.write(tables);
  if (write && Object.keys(failures).length === 0) await writeFigures(tables);
  if (json) process.stdout.write(`${formatJson(figures)}\n`);
}
