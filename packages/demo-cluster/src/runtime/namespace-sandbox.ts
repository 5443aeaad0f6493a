import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Spawned } from './child.ts';
import { explainExecutable } from './executable.ts';
import type { FifoPool } from './fifo-pool.ts';
import type { HostPrograms } from './host-programs.ts';
import { execArgv, type NamespaceKind } from './namespace-argv.ts';
import { listProcesses, namespaceOf } from './process-list.ts';
import type { ProcessInfo } from './runtime.ts';
import { containerPath, type Sandbox, type SandboxCommand, type SandboxOptions } from './sandbox.ts';
import { killProcess } from './signals.ts';
import { spawnOnPipes } from './spawn-on-pipes.ts';
import { spawnOnTerminal } from './spawn-on-terminal.ts';

export interface NamespaceSandboxOptions {
  readonly kind: NamespaceKind;
  readonly programs: HostPrograms;
  readonly pipes: FifoPool;
  readonly main: Spawned;
  readonly mainPid: number;
  readonly options: SandboxOptions;
}

/** How long the kernel gets to end a process namespace. */
const maxEndMs = 2_000;
const pollMs = 5;

/** A container in namespaces of its own, entered with `nsenter`. */
export class NamespaceSandbox implements Sandbox {
  readonly main: Spawned;
  readonly mainPid: number;
  readonly #options: NamespaceSandboxOptions;
  readonly #namespaces: { readonly mnt: string | undefined; readonly pid: string | undefined };

  private constructor(options: NamespaceSandboxOptions, mnt: string | undefined, pid: string | undefined) {
    this.main = options.main;
    this.mainPid = options.mainPid;
    this.#options = options;
    this.#namespaces = { mnt, pid };
  }

  static async create(options: NamespaceSandboxOptions): Promise<NamespaceSandbox> {
    const { mainPid } = options;
    const [mnt, pid] = await Promise.all([namespaceOf(mainPid, 'mnt'), namespaceOf(mainPid, 'pid')]);
    return new NamespaceSandbox(options, mnt, pid);
  }

  exec(command: SandboxCommand): Promise<Spawned> {
    const { kind, programs, pipes, options } = this.#options;
    const { image, workingDir, capabilities } = options;
    const details = { mainPid: this.mainPid, image, workingDir, capabilities, command };
    const argv = execArgv(kind, programs, details);
    const env = command.tty ? { TERM: 'xterm', ...options.env } : options.env;
    const spawn = command.tty ? spawnOnTerminal : spawnOnPipes;
    return spawn({ pipes, argv, env, cwd: '/', stdin: command.stdin });
  }

  explain(program: string): Promise<string | undefined> {
    const path = this.#options.options.env.PATH ?? containerPath;
    return explainExecutable(`/proc/${this.mainPid}/root`, program, path);
  }

  processes(): Promise<readonly ProcessInfo[]> {
    const { mnt, pid } = this.#namespaces;
    if (mnt === undefined) return Promise.resolve([]);
    // Both: `nsenter` itself is in the mount namespace, but stays outside of the process namespace.
    return listProcesses(
      async candidate =>
        (await namespaceOf(candidate, 'mnt')) === mnt && (await namespaceOf(candidate, 'pid')) === pid,
    );
  }

  kill(): void {
    // First the process around the namespaces: asked about a killed child, `unshare` would report exit code 1.
    if (!this.#sharesProcesses) killProcess(this.main.pid);
    killProcess(this.mainPid);
  }

  async destroy(): Promise<void> {
    // The end of a process namespace's first process ends all others; in a shared namespace this one was not the first.
    if (this.#sharesProcesses) for (const { pid } of await this.processes()) killProcess(pid);
    for (let waited = 0; waited < maxEndMs && (await isThere(this.mainPid)); waited += pollMs)
      await delay(pollMs);
  }

  get #sharesProcesses(): boolean {
    return this.#options.options.shareProcessesWith !== undefined;
  }
}

/** A zombie is gone: it is only not reaped yet, by whoever inherited it. */
async function isThere(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !stat.includes(') Z ');
}
