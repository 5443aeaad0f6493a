import type { Target } from '@podbay/protocol';
import { type Connection, exec, type RemoteOutcome } from '@podbay/remotecommand';

export interface RunOptions {
  readonly target: Target;
  readonly command: readonly string[];
  readonly signal: AbortSignal;
}

export interface RunResult {
  readonly outcome: RemoteOutcome;
  readonly stdout: string;
}

const maxOutputBytes = 64 * 1024;

/** Runs a short command in a container, without terminal and stdin. Rejects with a `HandshakeError`. */
export async function runCommand(connection: Connection, options: RunOptions): Promise<RunResult> {
  const { target, command, signal } = options;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const process = await exec(connection, {
    namespace: target.namespace,
    pod: target.pod,
    container: target.container,
    command,
    stdin: false,
    tty: false,
    stderr: false,
    signal,
    listener: {
      handleStdout: chunk => {
        bytes += chunk.length;
        if (bytes <= maxOutputBytes) chunks.push(Buffer.from(chunk));
      },
      handleStderr: () => {},
      handleDrain: () => {},
      handleEnd: () => {},
    },
  });
  const outcome = await process.outcome;
  return { outcome, stdout: Buffer.concat(chunks).toString() };
}
