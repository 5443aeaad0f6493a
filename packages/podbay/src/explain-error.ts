import { ConfigError, RefusalError } from '@podbay/gateway/cluster';
import { HandshakeError } from '@podbay/remotecommand';
import { CliError, exitCodes } from './cli-error.ts';

/** An error in one line; only a bug shows where in the code it is. */
export function explainError(error: unknown): string {
  if (error instanceof RefusalError) return explainRefusal(error);
  if (isExpected(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The exit code that goes with the error. */
export function exitCodeFor(error: unknown): number {
  const isMissing = error instanceof RefusalError && error.refusal.code === 'command-not-found';
  return isMissing ? exitCodes.notFound : exitCodes.failure;
}

function explainRefusal({ refusal }: RefusalError): string {
  return refusal.hint === undefined ? refusal.message : `${refusal.message} ${refusal.hint}`;
}

function isExpected(error: unknown): error is Error {
  if (error instanceof CliError || error instanceof ConfigError || error instanceof HandshakeError)
    return true;
  // What the operating system refuses: a file, a port, an address.
  return error instanceof Error && 'syscall' in error;
}
