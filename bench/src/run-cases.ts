import { cases } from './cases/cases.ts';
import type { CaseFigures } from './figures.ts';
import type { BenchOptions } from './options.ts';
import { Stage } from './stage.ts';
import type { AllFigures } from './targets.ts';

/** What came of a run. */
export interface RunResult {
  readonly figures: AllFigures;
  /** Why there are no figures of a case, by its name. */
  readonly failures: Readonly<Record<string, Error>>;
}

/** A case that is not over by then hangs. */
const caseDeadlineMs = 15 * 60_000;

/** Runs what the options ask for, and ends everything that it has started. Rejects when `signal` aborts. */
export async function runCases(
  { only, smoke, cluster }: Pick<BenchOptions, 'only' | 'smoke' | 'cluster'>,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (line: string) => void },
): Promise<RunResult> {
  const stage = await Stage.create({ signal, smoke, cluster, onProgress });
  const figures: Record<string, CaseFigures> = {};
  const failures: Record<string, Error> = {};
  try {
    for (const { name, run } of cases) {
      if (only !== undefined && only !== name) continue;
      onProgress(`── ${name} ──`);
      try {
        figures[name] = await beforeDeadline(
          run(stage),
          AbortSignal.any([signal, AbortSignal.timeout(caseDeadlineMs)]),
        );
      } catch (error) {
        signal.throwIfAborted();
        failures[name] = error as Error;
        onProgress(`${name} failed: ${(error as Error).stack}`);
      }
    }
    return { figures, failures };
  } finally {
    await stage.close();
  }
}

function beforeDeadline<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const handleAbort = () => reject(signal.reason);
  signal.addEventListener('abort', handleAbort, { once: true });
  result.then(resolve, reject).finally(() => signal.removeEventListener('abort', handleAbort));
  return promise;
}
