import { randomUUID } from 'node:crypto';
import {
  AnnouncementFilter,
  type Cluster,
  type PodFacts,
  Reaper,
  type Remains,
  startCommand,
  windowsStartCommand,
} from '@podbay/gateway/cluster';
import type { Target } from '@podbay/protocol';
import {
  exec,
  HandshakeError,
  type HandshakeErrorCode,
  type RemoteOutcome,
  type RemoteProcess,
  type RemoteProcessListener,
  type TerminalSize,
} from '@podbay/remotecommand';

export interface CommandRequest {
  readonly target: Target;
  /** Empty: the best shell that there is. */
  readonly command: readonly string[];
  readonly facts: PodFacts;
  readonly tty: boolean;
  readonly size?: TerminalSize;
  readonly output: CommandOutput;
  /** Ends the start, or the connection. What runs is ended by `close` alone. */
  readonly signal: AbortSignal;
}

/** Where a command's output goes, and the news that it takes input again. */
export interface CommandOutput {
  handleStdout(bytes: Buffer): void;
  handleStderr(bytes: Buffer): void;
  handleDrain(): void;
}

/** How long the start command may take to announce itself before it is taken to run all the same. */
const announcementMs = 10_000;
const reaping = { attempts: 3, deadlineMs: 12_000 };
const lookMs = 5_000;

/**
 * A command in a container that ends with this process, although Kubernetes would leave it running.
 *
 *   marked ── announced ────────────────────────────────► running ── outcome ──► ended
 *      └── no sh in the image, and a command is given ──► unmarked ──┘
 *
 * marked    started by the gateway's start command; by its marker all that it starts is found, and ended by `close`
 * unmarked  started as it is: without sh nothing can be marked, nor looked for
 */
export class RemoteCommand {
  readonly #cluster: Cluster;
  readonly #reaper: Reaper;
  readonly #request: CommandRequest;
  readonly #announced = Promise.withResolvers<void>();
  #process: RemoteProcess | undefined;
  /** Set while something that was marked may run. */
  #marker: string | undefined;
  #pid = 0;
  #isMissing = false;

  constructor(cluster: Cluster, request: CommandRequest) {
    this.#cluster = cluster;
    this.#reaper = new Reaper(cluster);
    this.#request = request;
  }

  /** The start command has not found the program. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** Resolves with the process once the program runs, or has ended already. Rejects with a HandshakeError. */
  async start(): Promise<RemoteProcess> {
    const { command, facts } = this.#request;
    if (facts.os === 'windows') return await this.#exec(command.length > 0 ? command : windowsStartCommand());
    return (await this.#tryMarked()) ?? (await this.#exec(command));
  }

  /** How it ended. Kubernetes reports success, too, when it has lost the kubelet or the runtime: so a success is looked into. */
  async outcome(): Promise<RemoteOutcome> {
    const outcome = (await this.#process?.outcome) ?? { type: 'closed' };
    if (outcome.type === 'exited' && outcome.code === 0 && (await this.#stillRuns())) return falseSuccess;
    if (outcome.type === 'exited' || outcome.type === 'failed') this.#marker = undefined;
    return outcome;
  }

  /** Ends the connection, and what was started unless it has ended by itself. Tells in words what may be left. */
  async close(): Promise<string | undefined> {
    await this.#process?.close();
    const remains = this.#remains();
    if (remains === undefined) return await this.#explainUnmarked();
    const result = await this.#reaper.reap(remains, { ...reaping, signal: new AbortController().signal });
    return result.type === 'failed' ? result.message : undefined;
  }

  async #explainUnmarked(): Promise<string | undefined> {
    const outcome = await this.#process?.outcome;
    return outcome?.type === 'closed' ? 'there is nothing in the container to end it with' : undefined;
  }

  async #tryMarked(): Promise<RemoteProcess | undefined> {
    const { command } = this.#request;
    this.#marker = randomUUID();
    try {
      const process = await this.#exec(startCommand(this.#marker, command), this.#marker);
      const ended = await this.#untilStarted(process);
      if (command.length === 0 || !isShellMissing(ended)) return process;
    } catch (error) {
      if (!mayHaveStarted(error)) this.#marker = undefined;
      if (!(error instanceof HandshakeError && command.length > 0 && isShellMissing(error))) throw error;
    }
    this.#marker = undefined;
    return undefined;
  }

  /** The outcome of a process that has ended before it announced itself. */
  async #untilStarted(process: RemoteProcess): Promise<RemoteOutcome | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const deadline = setTimeout(resolve, announcementMs);
    const ended = await Promise.race([this.#announced.promise, late, process.outcome]);
    clearTimeout(deadline);
    return ended ?? undefined;
  }

  async #exec(command: readonly string[], marker?: string): Promise<RemoteProcess> {
    const { target, tty, size, signal } = this.#request;
    this.#process = await exec(this.#cluster.connection, {
      namespace: target.namespace,
      pod: target.pod,
      container: target.container,
      command,
      stdin: true,
      tty,
      signal,
      listener: this.#listener(marker),
      ...(size && { size }),
    });
    return this.#process;
  }

  #listener(marker: string | undefined): RemoteProcessListener {
    const { output } = this.#request;
    const filter = marker === undefined ? undefined : this.#filter(marker);
    const tell = (bytes: Buffer | undefined) => bytes && bytes.length > 0 && output.handleStdout(bytes);
    return {
      handleStdout: bytes => void tell(filter === undefined ? bytes : filter.filter(bytes)),
      handleStderr: bytes => output.handleStderr(bytes),
      handleDrain: () => output.handleDrain(),
      handleEnd: () => void tell(filter?.release()),
    };
  }

  #filter(marker: string): AnnouncementFilter {
    return new AnnouncementFilter(marker, ({ pid, word }) => {
      this.#pid = pid;
      this.#isMissing = word === 'missing';
      this.#announced.resolve();
    });
  }

  async #stillRuns(): Promise<boolean> {
    const remains = this.#remains();
    if (remains === undefined || this.#pid === 0) return false;
    const result = await this.#reaper.look(remains, AbortSignal.timeout(lookMs));
    return result.type === 'reaped' && result.report.found.includes(this.#pid);
  }

  #remains(): Remains | undefined {
    if (this.#marker === undefined) return undefined;
    return { target: this.#request.target, marker: this.#marker, pid: this.#pid };
  }
}

const falseSuccess: RemoteOutcome = {
  type: 'lost',
  code: 'connection-lost',
  closeCode: 1000,
  message: 'Kubernetes lost the connection to the container',
};

/** Runtimes report that a program can't be run as a failure, or as a shell would, by its exit code. */
function isShellMissing(end: RemoteOutcome | HandshakeError | undefined): boolean {
  if (end === undefined) return false;
  if (end instanceof HandshakeError || end.type === 'failed') return notRunnable.has(end.code);
  return end.type === 'exited' && (end.code === 126 || end.code === 127);
}

const notRunnable: ReadonlySet<string> = new Set(['executable-not-found', 'not-executable']);

/** Every other failure of a handshake says that nothing was started. */
function mayHaveStarted(error: unknown): boolean {
  return error instanceof HandshakeError && ambiguous.has(error.code);
}

const ambiguous: ReadonlySet<HandshakeErrorCode> = new Set(['aborted', 'timeout', 'connection-reset']);
