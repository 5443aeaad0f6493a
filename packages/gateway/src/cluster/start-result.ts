import { classifyMessage, type RemoteOutcome } from '@podbay/remotecommand';

export type ExecFailure = Extract<RemoteOutcome, { type: 'failed' }>;

/**
 * How a start went.
 * - `missing`: our start command ran, but the program that it was to start is not there.
 * - `not-executable`: the runtime could not run the first word of the argv.
 * - `failed`: the runtime could not start it for another reason.
 * - `lost`: the connection ended; something may have been started.
 */
export type StartResult =
  | { readonly type: 'started' }
  | { readonly type: 'missing' }
  | { readonly type: 'not-executable' }
  | { readonly type: 'failed'; readonly failure: ExecFailure }
  | { readonly type: 'lost'; readonly message: string };

// What shells, and the runtimes that report a failed start as an exit, give for "can't be run" and "not found".
const notRunCodes: ReadonlySet<number> = new Set([126, 127]);

/**
 * What an end before the announcement means; `undefined`: the program has run, and quickly.
 * `output`: all that was printed; `announces`: it was to announce itself.
 */
export function explainEarlyEnd(
  outcome: RemoteOutcome,
  { output, announces }: { readonly output: string; readonly announces: boolean },
): StartResult | undefined {
  switch (outcome.type) {
    case 'exited': {
      const notRun = notRunCodes.has(outcome.code) || isNotExecutable(classifyMessage(output));
      return announces && notRun ? { type: 'not-executable' } : undefined;
    }
    case 'failed':
      return isNotExecutable(outcome.code)
        ? { type: 'not-executable' }
        : { type: 'failed', failure: outcome };
    case 'lost':
      return { type: 'lost', message: outcome.message };
    case 'closed':
      return { type: 'lost', message: 'The connection was closed.' };
    default:
      return outcome satisfies never;
  }
}

/** Tells whether a code says that the program is not there, or can't be run. */
export function isNotExecutable(code: string | undefined): boolean {
  return code === 'executable-not-found' || code === 'not-executable';
}
