import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainExecutable } from './executable.ts';
import { FifoPool } from './fifo-pool.ts';
import { writeImageFiles } from './image-files.ts';
import type { ShellKind } from './images/image.ts';
import { listProcesses } from './process-list.ts';
import { type ProcessInfo, RuntimeError } from './runtime.ts';
import type { Sandbox, SandboxCommand, SandboxFactory, SandboxOptions } from './sandbox.ts';
import { forkOnTerminal, type Spawned, type SpawnOptions, spawnOnPipes, spawnOnTerminal } from './spawn.ts';
import { findHostProgram, findTools } from './tools.ts';

/** In every process's environment: how a container's processes are found where there are no namespaces. */
const marker = 'PODBAY_DEMO_CONTAINER';

/** Containers as plain processes, told apart by PATH, directory, home and environment alone. */
export class ProcessFactory implements SandboxFactory {
  readonly isolation = 'none: plain processes with their own directory, PATH, home and environment';
  readonly #directory: string;
  readonly #interpreter: string;
  readonly #setsid: string | undefined;
  readonly #pipes: FifoPool;
  readonly #shells = new Map<ShellKind, Promise<string>>();

  private constructor(directory: string, interpreter: string, setsid: string | undefined) {
    this.#directory = directory;
    this.#interpreter = interpreter;
    this.#setsid = setsid;
    this.#pipes = new FifoPool('mkfifo', directory);
  }

  static async create(): Promise<ProcessFactory> {
    const directory = await mkdtemp(join(tmpdir(), 'podbay-demo-'));
    const [interpreter = '/bin/sh', setsid] = await Promise.all([
      findHostProgram('sh'),
      findHostProgram('setsid'),
    ]);
    return new ProcessFactory(directory, interpreter, setsid);
  }

  async start(options: SandboxOptions): Promise<Sandbox> {
    const root = join(this.#directory, options.id);
    const programs = await this.#shellPrograms(options.image.shell);
    await writeImageFiles(options.image, {
      directory: root,
      interpreter: this.#interpreter,
      canChangeOwner: false,
    });
    const path = [...['/usr/local/sbin', '/usr/local/bin'].map(place => root + place), programs].join(':');
    const env = { ...options.env, PATH: path, HOME: root + options.image.user.home, [marker]: options.id };
    const argv = options.argv.map((argument, index) =>
      index === 0 && argument.startsWith('/') ? root + argument : argument,
    );
    const [program = ''] = argv;
    const reason = await explainExecutable('/', program, path);
    if (reason !== undefined) throw new RuntimeError(`failed to create containerd task: ${reason}: unknown`);
    const place = {
      pipes: this.#pipes,
      root,
      env,
      workingDir: root + options.workingDir,
      setsid: this.#setsid,
      id: options.id,
    };
    const main = await spawnIn(place, { argv, tty: options.tty, stdin: options.stdin });
    return new ProcessSandbox(place, main);
  }

  async close(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  #shellPrograms(shell: ShellKind): Promise<string> {
    const programs = this.#shells.get(shell) ?? this.#linkPrograms(shell);
    this.#shells.set(shell, programs);
    return programs;
  }

  async #linkPrograms(shell: ShellKind): Promise<string> {
    const directory = join(this.#directory, `bin-${shell}`);
    await mkdir(directory);
    for (const [name, file] of await findTools(shell)) await symlink(file, join(directory, name));
    return directory;
  }
}

interface Place {
  readonly pipes: FifoPool;
  readonly id: string;
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly setsid: string | undefined;
}

class ProcessSandbox implements Sandbox {
  readonly main: Spawned;
  readonly #place: Place;
  /** The session leaders started here, whose process groups end with the container. */
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
    return explainExecutable('/', program, this.#place.env.PATH ?? '');
  }

  async processes(): Promise<readonly ProcessInfo[]> {
    const everything = await listProcesses(async () => true);
    return everything.filter(info => info.environment[marker] === this.#place.id);
  }

  kill(): void {
    kill(this.mainPid);
  }

  async destroy(): Promise<void> {
    for (const group of this.#groups) kill(-group);
    for (const { pid } of await this.processes()) kill(pid);
    await rm(this.#place.root, { recursive: true, force: true });
  }

  #remember(spawned: Spawned): void {
    this.#groups.add(spawned.pid);
    void spawned.streams.exit.then(() => this.#groups.delete(spawned.pid));
  }
}

async function spawnIn(place: Place, { argv, tty, stdin }: SandboxCommand): Promise<Spawned> {
  const env = tty ? { TERM: 'xterm', ...place.env } : place.env;
  const options: SpawnOptions = { pipes: place.pipes, argv, env, cwd: place.workingDir, stdin };
  if (!tty) return spawnOnPipes(options);
  if (place.setsid === undefined) return forkOnTerminal(options);
  return spawnOnTerminal({ ...options, argv: [place.setsid, '--ctty', ...argv], session: 'command' });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was gone already.
  }
}
