import {
  type Cluster,
  type ExecFacts,
  explainExec,
  explainNotExecutable,
  type PodFacts,
  RefusalError,
} from '@podbay/gateway/cluster';
import type { Target } from '@podbay/protocol';
import { HandshakeError, type RemoteOutcome, type RemoteProcess } from '@podbay/remotecommand';
import { CliError, exitCodes } from '../cli-error.ts';
import { exitCodeOf, type Shutdown } from '../shutdown.ts';
import { note } from '../terminal-lines.ts';
import { LocalInput } from './local-input.ts';
import { flush, LocalOutput } from './local-output.ts';
import { LocalTerminal } from './local-terminal.ts';
import { RemoteCommand } from './remote-command.ts';

export interface RunRequest {
  readonly target: Target;
  /** Empty: the best shell that there is. */
  readonly command: readonly string[];
  readonly facts: PodFacts;
  readonly missingVerbs: readonly string[];
}

/** Runs a command between this process's own streams, as a terminal if it has one, and resolves with its exit code. */
export async function runHere(cluster: Cluster, request: RunRequest, shutdown: Shutdown): Promise<number> {
  const run = new LocalRun(cluster, request, shutdown);
  shutdown.defer(() => run.close());
  return await run.run();
}

class LocalRun {
  readonly #request: RunRequest;
  readonly #server: URL;
  readonly #shutdown: Shutdown;
  readonly #terminal = LocalTerminal.isHere() ? new LocalTerminal() : undefined;
  readonly #output = new LocalOutput();
  readonly #remote: RemoteCommand;
  #input: LocalInput | undefined;

  constructor(cluster: Cluster, request: RunRequest, shutdown: Shutdown) {
    this.#request = request;
    this.#server = cluster.server;
    this.#shutdown = shutdown;
    const size = this.#terminal?.size;
    this.#remote = new RemoteCommand(cluster, {
      ...request,
      tty: this.#terminal !== undefined,
      ...(size && { size }),
      output: {
        handleStdout: bytes => this.#output.write(process.stdout, bytes),
        handleStderr: bytes => this.#output.write(process.stderr, bytes),
        handleDrain: () => this.#input?.resume(),
      },
      signal: shutdown.signal,
    });
    // `podbay exec POD -- yes | head`: like every program whose reader has gone.
    process.stdout.on('error', () => void shutdown.end(exitCodes.brokenPipe));
  }

  async run(): Promise<number> {
    this.#join(await this.#start());
    const outcome = await this.#remote.outcome();
    await Promise.all([flush(process.stdout), flush(process.stderr)]);
    this.#leave();
    return this.#conclude(outcome);
  }

  async close(): Promise<void> {
    this.#leave();
    const trouble = await this.#remote.close();
    if (trouble !== undefined) note(`what was started may go on in the container: ${trouble}`);
  }

  async #start(): Promise<RemoteProcess> {
    try {
      return await this.#remote.start();
    } catch (error) {
      throw error instanceof HandshakeError ? new RefusalError(explainExec(error, this.#facts())) : error;
    }
  }

  #join(remote: RemoteProcess): void {
    const terminal = this.#terminal;
    this.#output.connect(remote);
    terminal?.enterRawMode();
    terminal?.onResize(size => remote.resize(size));
    // The window may have changed meanwhile, and some runtimes miss a size that comes before the program.
    if (terminal?.size) remote.resize(terminal.size);
    this.#input = new LocalInput(process.stdin, {
      write: bytes => remote.write(bytes),
      end: () => this.#handleInputEnd(remote),
    });
  }

  #handleInputEnd(remote: RemoteProcess): void {
    if (this.#terminal !== undefined) void this.#shutdown.end(exitCodeOf('SIGHUP'));
    else if (!remote.end()) note('this cluster is too old to be told that the input has ended');
  }

  #leave(): void {
    this.#input?.close();
    this.#terminal?.close();
  }

  #conclude(outcome: RemoteOutcome): number {
    switch (outcome.type) {
      case 'exited':
        if (this.#remote.isMissing) note(explainNotExecutable(this.#facts()).message);
        return outcome.code;
      case 'failed':
        throw new RefusalError(explainExec(outcome, this.#facts()));
      case 'lost':
        throw new CliError(`the connection to the container was lost: ${outcome.message}`);
      case 'closed':
        return exitCodes.failure;
      default:
        return outcome satisfies never;
    }
  }

  #facts(): ExecFacts {
    const { target, command, facts, missingVerbs } = this.#request;
    return { target, command, image: facts.image, node: facts.node, server: this.#server, missingVerbs };
  }
}
