import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Spawned, SpawnOptions } from './child.ts';
import { explainExecutable } from './executable.ts';
import type { FifoPool } from './fifo-pool.ts';
import { listProcesses } from './process-list.ts';
import type { ProcessInfo } from './runtime.ts';
import type { Sandbox, SandboxCommand } from './sandbox.ts';
import { killProcess } from './signals.ts';
import { spawnOnPipes } from './spawn-on-pipes.ts';
import { forkOnTerminal, spawnOnTerminal } from './spawn-on-terminal.ts';

/** In every process's environment: how a container's processes are found where there are no namespaces. */
export const containerMarker = 'PODBAY_DEMO_CONTAINER';

const systemDirectories = new Set(['/bin', '/sbin', '/usr/bin', '/usr/sbin']);

/** Where a container's processes live on a machine that can't isolate them. */
export interface Place {
  readonly id: string;
  /** The directory that stands for the container's root. */
  readonly root: string;
  /** The directory with the programs that the image has. */
  readonly programs: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly setsid: string | undefined;
  readonly pipes: FifoPool;
}

/** A container of plain processes: each command leads a process group, and all carry the container's marker. */
export class ProcessSandbox implements Sandbox {
  readonly main: Spawned;
  readonly #place: Place;
  readonly #groups = new Set<number>();

  constructor(place: Place, main: Spawned) {
    this.#place = place;
    this.main = main;
    this.#remember(main);
  }

  get mainPid(): number {
    return this.main.pid;
  }

  async exec(command: SandboxCommand): Promise<Spawned> {
    const spawned = await spawnIn(this.#place, command);
    this.#remember(spawned);
    return spawned;
  }

  explain(program: string): Promise<string | undefined> {
    return explainIn(this.#place, program);
  }

  async processes(): Promise<readonly ProcessInfo[]> {
    const everything = await listProcesses(async () => true);
    return everything.filter(info => info.environment[containerMarker] === this.#place.id);
  }

  kill(): void {
    killProcess(this.mainPid);
  }

  async destroy(): Promise<void> {
    for (const group of this.#groups) killProcess(-group);
    for (const { pid } of await this.processes()) killProcess(pid);
    await rm(this.#place.root, { recursive: true, force: true });
  }

  #remember(spawned: Spawned): void {
    this.#groups.add(spawned.pid);
    void spawned.streams.exit.then(() => this.#groups.delete(spawned.pid));
  }
}

/** Starts a command; its program must exist. */
export async function spawnIn(place: Place, { argv, tty, stdin }: SandboxCommand): Promise<Spawned> {
  const { pipes, setsid, workingDir: cwd } = place;
  const [program = '', ...args] = argv;
  const env = tty ? { TERM: 'xterm', ...place.env } : place.env;
  const options: SpawnOptions = { pipes, argv: [locate(place, program), ...args], env, cwd, stdin };
  if (!tty) return spawnOnPipes(options);
  if (setsid === undefined) return forkOnTerminal(options);
  return spawnOnTerminal({ ...options, argv: [setsid, '--ctty', ...options.argv], session: 'command' });
}

/** Why a program can't be started, in runc's words, or `undefined`. */
export async function explainIn(place: Place, program: string): Promise<string | undefined> {
  const located = locate(place, program);
  const reason = await explainExecutable('/', located, place.env.PATH ?? '');
  return reason?.replaceAll(located, program);
}

/** The file of this machine that stands for a path in the container. */
function locate({ root, programs }: Place, program: string): string {
  if (!program.startsWith('/')) return program;
  return systemDirectories.has(dirname(program)) ? join(programs, basename(program)) : join(root, program);
}
