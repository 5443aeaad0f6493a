import { CommanderError } from 'commander';
import { exitCodes } from './cli-error.ts';
import { createProgram } from './program.ts';
import { Shutdown } from './shutdown.ts';
import { note, tolerateLostReaders } from './terminal-lines.ts';

tolerateLostReaders();
const shutdown = new Shutdown({ report: note });
shutdown.listen();

try {
  await createProgram(shutdown).parseAsync();
} catch (error) {
  await fail(error);
}

async function fail(error: unknown): Promise<void> {
  // What fails because the process ends is no failure.
  if (shutdown.signal.aborted) return;
  if (error instanceof CommanderError) return await shutdown.end(error.exitCode === 0 ? 0 : exitCodes.usage);
  const { exitCodeFor, explainError } = await import('./explain-error.ts');
  note(explainError(error));
  await shutdown.end(exitCodeFor(error));
}
