import { readOptions, type SoakOptions, usage } from './options.ts';
import { brokenMusts, formatSoak, formatStalled } from './report.ts';
import { type SoakHooks, soak } from './soak.ts';
import { stalled, stalledProblems } from './stalled.ts';

// A session that fails in the end leaves its words in the table.
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
const hooks: SoakHooks = {
  signal: interrupted.signal,
  onProgress: line => process.stderr.write(`${line}\n`),
};

try {
  const options = readOptions(process.argv.slice(2));
  const problems = await run(options);
  if (problems.length > 0) process.stderr.write(`broken: ${problems.join(', ')}\n`);
  process.exitCode = problems.length > 0 || interrupted.signal.aborted ? 1 : 0;
} catch (error) {
  const isUsage = error instanceof TypeError;
  console.error(isUsage ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}

async function run(options: SoakOptions): Promise<readonly string[]> {
  if (options.only === 'stalled') {
    const result = await stalled(options, hooks);
    print(formatStalled(result), result, options);
    return stalledProblems(result);
  }
  const result = await soak(options, hooks);
  print(formatSoak(result), result, options);
  return brokenMusts(result);
}

/** The table, and the result as one line, the last one, where that was asked for. */
function print(table: string, result: object, { json }: SoakOptions): void {
  process.stdout.write(table);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
}
