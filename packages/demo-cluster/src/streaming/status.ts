import type { StreamPath } from './stream-request.ts';

/** The payloads of the error channel, and the texts in them, as the sources of Kubernetes 1.36 and containerd 2.1 word them. */
export const success = JSON.stringify({ metadata: {}, status: 'Success' });

/** The end of a command with this exit code. */
export function exitStatus(exitCode: number): string {
  if (exitCode === 0) return success;
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  });
}

/** The stream failed after the handshake. */
export function internalError(cause: string): string {
  return JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${cause}`,
    reason: 'InternalError',
    details: { causes: [{ message: cause }] },
    code: 500,
  });
}

/** The runtime could not start the command: each translator on the way prefixes the error once more. */
export function executionError(path: StreamPath, message: string): string {
  const cause = `error executing command in container: ${message}`;
  return internalError(path === 'C' ? cause : `Internal error occurred: ${cause}`);
}
