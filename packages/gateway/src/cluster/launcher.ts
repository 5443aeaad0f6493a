import type { Refusal, Target } from '@podbay/protocol';
import {
  type Connection,
  exec,
  HandshakeError,
  type RemoteProcess,
  type Timing,
} from '@podbay/remotecommand';
import type { HangupReason, Launch, LaunchOptions, LaunchResult } from '../session/process.ts';
import { type Admit, chooseCommands } from './admission.ts';
import type { Caretaker } from './caretaker.ts';
import { ContainerWatch } from './container-watch.ts';
import { deadline } from './deadline.ts';
import { type ExecFacts, explainExec, explainNotExecutable } from './explain.ts';
import type { LaunchObserver } from './launch-observer.ts';
import { markedPlan, type Plan, windowsPlan } from './launch-plan.ts';
import { isWindowsNode } from './node-os.ts';
import { type PodFacts, type PreflightSources, preflight } from './preflight.ts';
import type { ReapResult, Remains } from './reaper.ts';
import { ShellProcess } from './shell-process.ts';
import { isNotExecutable, type StartResult } from './start-result.ts';

/** What launches need of a cluster. */
export interface LaunchContext extends PreflightSources {
  readonly connection: Connection;
  readonly server: URL;
  /** `false`: there are no others. */
  readonly dropCredentials: () => boolean;
  /** Told of every reaping that has ended. */
  readonly onReap: (remains: Remains, result: ReapResult) => void;
  /** The clocks of the shells' connections. */
  readonly timing: Partial<Timing>;
  /** The cluster closes: whatever is under way is given up. */
  readonly closing: AbortSignal;
}

export interface LaunchInput {
  readonly target: Target;
  /** Empty: the best shell that the container has. */
  readonly command: readonly string[];
  readonly observer: LaunchObserver;
  readonly admit: Admit;
  /** As whom it is looked after once it runs. */
  readonly caretaker: Caretaker;
}

const startDeadlineMs = { announced: 5_000, unannounced: 1_000 };
// On a busy node an exec takes its time, and to call a true exit a lost connection is worse than to be late.
const confirmMs = 15_000;
const reapPatience = {
  lost: { attempts: 8, deadlineMs: 60_000 },
  asked: { attempts: 3, deadlineMs: 15_000 },
};

/**
 * Starts shells and commands in a container, the first of these that can be run:
 *
 *   what was asked for, or what the policy lets be started, one after the other; each of them:
 *
 *   sh, which marks, announces and gives way to the shell or command
 *     └─ there is no sh ─► on Windows: PowerShell or cmd, or the command
 *                     └──► elsewhere: the command by itself; for want of one: refused, `no-shell`
 *
 * An abort waits for what is under way at the API server, and ends what it has started: Kubernetes would leave it running.
 */
export function createLauncher(context: LaunchContext, input: LaunchInput): Launch {
  return async options => {
    if (input.command.some(word => word.includes('\0'))) {
      return refused({ code: 'bad-request', message: 'A command can not contain a NUL character.' });
    }
    const checked = await preflight(context, input.target, options.signal);
    if (checked.type === 'refused') return checked;
    input.observer.handleFound(checked.facts, checked);
    const commands = chooseCommands(input.command, input.admit(checked.facts));
    if ('code' in commands) return refused(commands);
    return await new Launcher(context, input, { ...checked, options }).run(commands);
  };
}

/** It is not there, as sh says, or the runtime, which may mean sh itself. */
type Absent = 'missing' | 'not-executable';

interface WatchInput {
  readonly marker: string | undefined;
  readonly pid: number;
  readonly onGone: () => void;
}

interface Checked {
  readonly facts: PodFacts;
  readonly missingVerbs: readonly string[];
  readonly options: LaunchOptions;
}

class Launcher {
  readonly #context: LaunchContext;
  readonly #input: LaunchInput;
  readonly #facts: PodFacts;
  readonly #options: LaunchOptions;
  readonly #execFacts: ExecFacts;

  constructor(context: LaunchContext, input: LaunchInput, { facts, missingVerbs, options }: Checked) {
    this.#context = context;
    this.#input = input;
    this.#facts = facts;
    this.#options = options;
    const { image, node } = facts;
    this.#execFacts = { ...input, image, node, server: context.server, missingVerbs };
  }

  async run(commands: readonly (readonly string[])[]): Promise<LaunchResult> {
    for (const command of commands) {
      const result = await this.#start(command);
      if (typeof result !== 'string') return result;
    }
    return refused(explainNotExecutable(this.#execFacts));
  }

  async #start(command: readonly string[]): Promise<LaunchResult | Absent> {
    const first = this.#facts.os === 'windows' ? windowsPlan(command) : markedPlan(command);
    const result = await this.#try(first);
    if (result !== 'not-executable') return result;
    const second = await this.#fallback(first, command);
    return second === undefined ? 'not-executable' : await this.#try(second);
  }

  async #fallback(first: Plan, command: readonly string[]): Promise<Plan | undefined> {
    if (first.marker === undefined) return undefined;
    if (command.length > 0) return { argv: command, marker: undefined };
    if (this.#facts.os === 'linux') return undefined;
    const { client } = this.#context;
    const windows = await isWindowsNode(client, this.#facts.node, this.#options.signal);
    return windows ? windowsPlan(command) : undefined;
  }

  async #try(plan: Plan): Promise<LaunchResult | Absent> {
    this.#options.signal.throwIfAborted();
    this.#tellTrace(plan.marker, 0);
    const process = this.#createProcess(plan);
    try {
      process.bind(await this.#exec(plan, process));
    } catch (error) {
      return this.#explainHandshake(error, plan);
    }
    const result = await process.started;
    if (this.#options.signal.aborted) {
      await process.hangup('user');
      throw this.#options.signal.reason;
    }
    return result.type === 'started' ? { type: 'started', process } : this.#explainStart(result, process);
  }

  #explainStart(
    result: Exclude<StartResult, { type: 'started' }>,
    process: ShellProcess,
  ): LaunchResult | Absent {
    // Frees the connection; where it was lost it also ends what may have been started.
    void process.hangup('lost');
    switch (result.type) {
      case 'missing':
      case 'not-executable':
        return result.type;
      case 'failed':
        return refused(explainExec(result.failure, this.#execFacts));
      case 'lost':
        return refused({
          code: 'cluster-unreachable',
          message: `The connection to the container was lost before anything ran: ${result.message}`,
        });
      default:
        return result satisfies never;
    }
  }

  #explainHandshake(error: unknown, plan: Plan): LaunchResult | Absent {
    if (!(error instanceof HandshakeError)) throw error;
    // The request may have arrived, and the answer been lost.
    if (!ambiguous.has(error.code)) this.#tellGone(plan.marker, 0);
    else if (plan.marker !== undefined) void this.#reap(plan.marker, 0, 'lost');
    this.#options.signal.throwIfAborted();
    if (isNotExecutable(error.code)) return 'not-executable';
    return refused(explainExec(error, this.#execFacts));
  }

  /** A 401 may only mean that the credentials have aged: the handshake, which has started nothing, is done once more. */
  async #exec(plan: Plan, process: ShellProcess): Promise<RemoteProcess> {
    try {
      return await this.#execOnce(plan, process);
    } catch (error) {
      const isAged = error instanceof HandshakeError && error.code === 'unauthorized';
      if (!isAged || !this.#context.dropCredentials()) throw error;
      return await this.#execOnce(plan, process);
    }
  }

  async #execOnce({ argv }: Plan, process: ShellProcess): Promise<RemoteProcess> {
    const { namespace, pod, container } = this.#input.target;
    return await exec(this.#context.connection, {
      namespace,
      pod,
      container,
      command: argv,
      stdin: true,
      tty: true,
      size: this.#options.size,
      listener: process,
      reusesOutput: true,
      timing: this.#context.timing,
      signal: this.#context.closing,
    });
  }

  #createProcess({ marker }: Plan): ShellProcess {
    return new ShellProcess({
      listener: this.#options.listener,
      marker,
      startDeadlineMs: marker === undefined ? startDeadlineMs.unannounced : startDeadlineMs.announced,
      explain: failure => explainExec(failure, this.#execFacts),
      confirmExit: pid => this.#confirmExit(marker ?? '', pid),
      reap: (pid, reason) => this.#reap(marker ?? '', pid, reason),
      watchContainer: (pid, onGone) => this.#watchContainer({ marker, pid, onGone }),
      onAnnounced: pid => this.#tellTrace(marker, pid),
      onGone: pid => this.#tellGone(marker, pid),
    });
  }

  #watchContainer({ marker, pid, onGone }: WatchInput): ContainerWatch {
    const { caretaker, target } = this.#input;
    const canAsk = marker !== undefined && pid > 0;
    return new ContainerWatch({
      target,
      uid: this.#facts.uid,
      get client() {
        return caretaker.client;
      },
      watchPods: (namespace, listener) => caretaker.watchPods(namespace, listener),
      isShellThere: async () => !canAsk || !(await this.#confirmExit(marker, pid)),
      onGone,
    });
  }

  /** What bears no marker can't be found again: nobody needs to know of it. */
  #tellTrace(marker: string | undefined, pid: number): void {
    if (marker !== undefined) this.#input.observer.handleTrace(this.#remains(marker, pid));
  }

  #tellGone(marker: string | undefined, pid: number): void {
    if (marker !== undefined) this.#input.observer.handleGone(this.#remains(marker, pid));
  }

  /** An exit is true when the shell is not there any more. */
  async #confirmExit(marker: string, pid: number): Promise<boolean> {
    using confirmed = deadline(confirmMs, this.#context.closing);
    const result = await this.#input.caretaker.look(this.#remains(marker, pid), confirmed.signal);
    if (result.type === 'failed') return this.#context.closing.aborted;
    return result.type === 'gone' || !result.report.found.includes(pid);
  }

  async #reap(marker: string, pid: number, reason: HangupReason): Promise<void> {
    const patience = reason === 'lost' ? reapPatience.lost : reapPatience.asked;
    const remains = this.#remains(marker, pid);
    const { closing, onReap } = this.#context;
    const startedAtMs = performance.now();
    const result = await this.#input.caretaker.reap(remains, { ...patience, signal: closing });
    onReap(remains, result);
    this.#input.observer.handleReaped(remains, { result, durationMs: performance.now() - startedAtMs });
  }

  #remains(marker: string, pid: number): Remains {
    return { target: this.#input.target, marker, pid };
  }
}

const ambiguous: ReadonlySet<string> = new Set(['timeout', 'connection-reset', 'network', 'aborted']);

function refused(refusal: Refusal): LaunchResult {
  return { type: 'refused', refusal };
}
