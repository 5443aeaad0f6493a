import { cases } from './cases/cases.ts';
import type { CaseFigures } from './figures.ts';
import type { BenchOptions } from './options.ts';
import { Stage } from './stage.ts';
import type { AllFigures } from './targets.ts';

/** Runs what the options ask for, and ends everything that it has started. */
export async function runCases(
  { only, smoke, cluster }: BenchOptions,
  signal: AbortSignal,
): Promise<AllFigures> {
  const onProgress = (line: string) => process.stderr.write(`${line}\n`);
  const stage = await Stage.create({ signal, smoke, cluster, onProgress });
  const interruption = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  interruption.catch(() => {});
  const figures: Record<string, CaseFigures> = {};
  try {
    for (const { name, run } of cases) {
      if (only !== undefined && only !== name) continue;
      onProgress(`── ${name} ──`);
      figures[name] = await Promise.race([run(stage), interruption]);
    }
    return figures;
  } finally {
    await stage.close();
  }
}
